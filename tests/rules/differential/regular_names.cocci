// Functions by a regular expression.
@@
identifier f =~ "^of_get_.*by";
expression x;
expression list more;
@@
- f(x, more)
+ f(x, 0, more)
