void both(void)
{
#ifdef CONFIG_A
	close(1);
#elif defined(CONFIG_B)
	close(1);
#else
	close(1);
#endif
}

void one(void)
{
	open(1);
#ifdef CONFIG_A
	close(1);
#endif
}

void either(void)
{
#ifdef CONFIG_A
	open(1);
#else
	close(1);
#endif
}

void never(void)
{
#if 0
	close(2);
#else
	close(1);
#endif
#if 0
	close(2);
#endif
	second(1);
}

void nested(int n)
{
#ifdef CONFIG_A
	if (n) {
#ifdef CONFIG_B
		note();
#endif
		close(1);
	}
#endif
	first(1);
#ifdef CONFIG_A
	second(1);
#endif
}
