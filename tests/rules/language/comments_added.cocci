@@
expression x;
@@
- f(x);
+ f(x); /* done */
+ // more
+ g(x);
