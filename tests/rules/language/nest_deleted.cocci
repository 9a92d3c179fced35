@@
expression e;
@@
-if (copy(e)) {
- <+...
- -EFAULT
- ...+>
-}
