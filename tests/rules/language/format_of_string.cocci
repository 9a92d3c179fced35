@@
format d;
@@
- report("...%@d@...", ...)
+ tell("%@d@")
