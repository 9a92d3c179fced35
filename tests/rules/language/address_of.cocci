@@
expression e1, e2;
@@
- memset(&e1, 0, sizeof(e1))
+ memzero(&e1)
