// No other use of the pointer between.
@@
identifier p;
expression e;
@@
- p = kzalloc(e, GFP_KERNEL);
+ p = zeroed(e);
  ... when != p
  if (!p)
    return -ENOMEM;
