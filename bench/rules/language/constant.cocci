// A number, whatever it is, but no name and no sum.
@@
constant c;
@@
- msecs_to_jiffies(c)
+ msecs(c)
