int f(int a, int b)
{
	X(b) = keep(a) + X(a);
	return X(get)(X(b));
}
