static int open_one(struct inode *n)
{
	set(n);
	return 0;
}

int open_two(struct inode *n)
{
	if (n->a)
		set(n);
	return 0;
}
