@ rule1 @
expression e;
@@
- a(e)
+ b(e)

@ depends on rule1 @
@@
- c()
+ d()

@ depends on !rule1 @
@@
- e()
+ f()
