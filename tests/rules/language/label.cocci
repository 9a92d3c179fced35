@@
@@
- out:
+ done:
  return 0;
