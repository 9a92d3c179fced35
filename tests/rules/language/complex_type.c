double complex a;

int main(void)
{
	double d;
	float complex f;

	return 0;
}
