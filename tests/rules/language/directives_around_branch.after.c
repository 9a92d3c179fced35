void f(int c)
{
#ifdef CONFIG_A
	note();
#endif
	if (c) {
#ifdef CONFIG_A
		note();
#endif
	}
	while (c) {
#ifdef CONFIG_A
		note();
#endif
	}
	if (c)
		use();
	else {
#ifdef CONFIG_A
		note();
#endif
	}
}
