@@
struct one *p;
@@

(
- &(p->first)
+ &get(p)->second
|
- p->first
+ get(p)->second
)
