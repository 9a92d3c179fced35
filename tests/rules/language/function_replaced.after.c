long second(void);

long second(void) { turn(2); }

int third(void)
{
	turn(1);
}
