struct foo { int x; };
void f(struct foo *a, struct foo b, int c, const struct foo *d)
{
	struct foo arr[3];
	get(a);
	get(b);
	get(c);
	get(d);
	get(*a);
	get(&b);
	get(arr);
	get(arr[1]);
	get((struct foo *)c);
	get(a + 1);
}
