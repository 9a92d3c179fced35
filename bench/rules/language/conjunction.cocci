// Both parts of a conjunction: the whole call, and a member read in it.
@@
expression e, x;
@@
(
  kmalloc(x, ...)
&
- kmalloc
+ kmalloc_counted
  (<+... e->len ...+>, GFP_KERNEL)
)
