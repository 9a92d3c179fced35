struct foo { int x; };
void f(struct foo *a, struct foo b, int c, const struct foo *d)
{
	struct foo arr[3];
	get_ptr(a);
	get_val(b);
	get(c);
	get_ptr(d);
	get_val(*a);
	get_ptr(&b);
	get(arr);
	get_val(arr[1]);
	get_ptr((struct foo *)c);
	get_ptr(a + 1);
}
