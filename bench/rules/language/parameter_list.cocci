// All parameters before the last.
@@
identifier fn, p;
parameter list ps;
@@
  int fn(ps,
-   struct netlink_ext_ack *p
+   struct ext_ack *p
    ) { ... }
