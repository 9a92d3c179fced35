@@
constant char[] c;
@@
- print(c
+ pr_err("x" c
   , ...)
