@@
@@

  first();
+ second();
