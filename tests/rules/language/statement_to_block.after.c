int f(void)
{
	{
		typeof(a) t = a;
		a = b;
		b = t;
	}
	if (z)
		{
			typeof(c) t = c;
			c = d;
			d = t;
		}
}
