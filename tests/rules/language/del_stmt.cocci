@@
expression x;
@@
- debug(x);
