struct dev {
	int open;
	int close;
	int read;
};

int use(struct dev *d)
{
	d->read(3, (struct arg *)NULL);
	return d->close(3, (struct arg *)NULL);
}
