@@
@@
+ /* added */
  foo();
