void a(void)
{
	if (is_err(x))
		return;
	if (unlikely(IS_ERR(x)))
		return;
}
