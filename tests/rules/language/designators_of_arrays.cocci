@@
identifier I;
expression e, n;
@@
int I[] = {
- [n] = e,
+ AT(n, e),
};
