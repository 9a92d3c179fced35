// What one rule finds in an initialiser another one changes in the function.
@found@
identifier ops, fn;
@@
  struct platform_driver ops = { ..., .remove = fn, ..., };

@@
identifier found.fn, dev;
typedef s32;
@@
- int
+ s32
  fn(struct platform_device *dev) { ... }
