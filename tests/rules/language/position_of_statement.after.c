int q(struct foo *p)
{
	if (x)
		y();
	bar();
	if (x) {
		y();
	} 
	bar();
}
