@@
expression E;
@@
- if (E != NULL)
   kfree(E);

@@
statement S;
@@
- while (once)
   S

@@
expression E;
statement S;
@@
- if (IS_ERR(E) || E == NULL)
+ if (IS_ERR_OR_NULL(E))
   S
