int b(void)
{
	for_each_node(n) {
		if (x)
			put(n);
		y();
		put(n);
	}
}
