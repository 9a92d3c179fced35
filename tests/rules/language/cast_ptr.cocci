@@
type T;
expression E;
@@
- (T *)E->priv
+ E->priv
