@@
expression e;
@@
- BUG_ON(e);
