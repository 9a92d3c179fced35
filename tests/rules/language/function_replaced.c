int first(void);

int first(void)
{
	turn(1);
}

int third(void)
{
	turn(1);
}
