@@
expression x;
expression n;
@@
  if (unlikely(
- x
+ y
  == NULL))
   return n;
