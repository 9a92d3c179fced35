// Swap two arguments, with what lies between them kept.
@@
expression to, from, n;
@@
- memcpy(to, from, n)
+ copy_bytes(from, to, n)
