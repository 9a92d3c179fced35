@@
expression *p;
@@

- first(p)
+ second(p)

@@
char *p;
@@

- third(p)
+ fourth(p)

@@
char c;
@@

- fifth(c)
+ sixth(c)

@@
void *v;
@@

- seventh(v)
+ eighth(v)
