// From the head of a function to its only return.
@@
identifier fn;
typedef s32;
@@
- static int
+ static s32
  fn(void)
  {
    ...
    return 0;
  }
