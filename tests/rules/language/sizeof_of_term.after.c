int table[3];

int f(void)
{
	return LENGTH(table) + LENGTH(table);
}
