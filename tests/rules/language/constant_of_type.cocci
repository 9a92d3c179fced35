@@
constant int c;
@@

- use(c)
+ use_number(c)
