@@
expression e;
@@
- e->f = NULL;
