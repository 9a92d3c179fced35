struct pair a;

int main(void)
{
	double d;
	double complex f;

	return 0;
}
