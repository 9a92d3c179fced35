@@
expression e;
@@

+ if (e) {
  work(e);
+ }
