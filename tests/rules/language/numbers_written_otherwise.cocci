@@
@@
- put(16)
+ put(SIXTEEN)
