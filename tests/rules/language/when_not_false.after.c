void a(void)
{
	begin();
	if (ready())
		go();
	end();
}

void b(void)
{
	if (other())
		go();
}
