@@
identifier ops;
@@
  struct operations ops = {
+ #ifdef CONFIG_LATE
    .late = 1,
+ #endif
  };
