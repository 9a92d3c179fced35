@@
const struct box *b;
@@
- turn(b)
+ look(b)

@@
type T;
const T t;
@@
- show(t)
+ print(t)

@@
struct box *b;
@@
- size(b)
+ length(b)
