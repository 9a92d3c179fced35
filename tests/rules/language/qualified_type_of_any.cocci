@@
type T;
identifier x;
@@
- T x;
+ T copy_of_it;
