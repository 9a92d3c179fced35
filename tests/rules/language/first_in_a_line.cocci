@@
@@

  get();
+ work();
