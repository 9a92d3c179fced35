@@
struct foo *p;
struct foo s;
@@
(
- get(p)
+ get_ptr(p)
|
- get(s)
+ get_val(s)
)
