void f(void)
{
	put("abc");
	put("abc" "def");
	put("abc" MORE);
}
