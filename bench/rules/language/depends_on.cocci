// Only in files that include what is asked for.
@has@
@@
  #include <linux/of.h>

@depends on has@
expression n, s;
@@
- of_get_property(n, s, NULL)
+ of_property(n, s)
