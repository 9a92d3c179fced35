int b(struct pdev *p, struct device *q)
{
	if (p) {
		return 1;
	}
	if (q) {
		foo();
		return 1;
	}
	kfree(c);
	return 2;
}
