@@
char *s;
int i;
@@
- s[i]
+ at(s, i)
