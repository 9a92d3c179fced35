void a(void)
{
	if (IS_ERR(x))
		return;
	if (unlikely(IS_ERR(x)))
		return;
}
