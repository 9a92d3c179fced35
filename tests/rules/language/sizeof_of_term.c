int table[3];

int f(void)
{
	return sizeof(table) / sizeof(int) + sizeof(table) / sizeof(table[0]);
}
