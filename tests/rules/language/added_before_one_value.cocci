@@
expression E, F;
@@
  start();
+ expect(E);
  ...
  finish(E, F);
