void a(void)
{
	begin();
	if (ready())
		go();
	end();
}

void b(void)
{
	begin();
	if (other())
		go();
	end();
}
