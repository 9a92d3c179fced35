struct one {
	int renamed;
};

enum one_e {
	renamed,
};

int renamed(struct one *renamed)
{
	return work(renamed->renamed, sizeof(struct one));
}
