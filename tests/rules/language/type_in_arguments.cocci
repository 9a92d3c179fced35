@@
type T;
expression p, m;
@@

- list_entry(p, T, m)
+ container(T, p, m)
