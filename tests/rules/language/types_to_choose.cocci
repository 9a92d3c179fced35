@@
typedef one_t, two_t;
identifier f;
@@

(
one_t
|
two_t
) f(...)
{
(
one_t
|
two_t
) a;
	...
-	first();
	...
}
