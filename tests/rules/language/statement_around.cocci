@@
expression e;
@@

+ before();
- call(e);
+ after(e);
