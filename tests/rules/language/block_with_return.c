int b(struct pdev *p, struct device *q)
{
	if (p) {
		kfree(a);
		return 1;
	}
	if (q) {
		foo();
		kfree(b);
		return 1;
	}
	kfree(c);
	return 2;
}
