int q(struct foo *p)
{
	if (x)
		y();
	foo();
	if (x) {
		y();
	} 
	foo();
}
