void f(void)
{
	put("xyz");
	put("abc" "def");
	put("abc" MORE);
}
