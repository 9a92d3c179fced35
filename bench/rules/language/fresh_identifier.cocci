// A name made of another one.
@@
identifier fn =~ "_probe$";
fresh identifier made = fn ## "_of_device";
identifier pdev;
@@
  static int
- fn
+ made
  (struct platform_device *pdev) { ... }
