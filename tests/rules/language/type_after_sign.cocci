@@
type T;
identifier x;
@@
-unsigned T x;
+T x;

@@
type T;
expression e;
@@
-(signed T)e
+(T)e
