@@
expression e;
@@

- (e & 1)
+ odd(e)
