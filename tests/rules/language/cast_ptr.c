void a(void)
{
	x = (struct foo *)a->priv;
	y = (struct foo *)(a->priv);
}
