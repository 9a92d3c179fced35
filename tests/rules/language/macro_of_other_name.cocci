@n@
identifier name, x;
@@

- #define name(x) ARRAY_SIZE(x)

@@
identifier n.name;
expression e;
@@

- name(e)
+ ARRAY_SIZE(e)
