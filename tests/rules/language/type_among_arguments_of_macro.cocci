@@
declarer name module_param;
@@
 module_param(x, int,
- 0644
+ 0444
  );
