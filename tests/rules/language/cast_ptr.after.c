void a(void)
{
	x = a->priv;
	y = (struct foo *)(a->priv);
}
