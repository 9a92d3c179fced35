int a;

static inline int gone(int x)
{
	return x;
}

int b;
