@@
expression E;
identifier fld;
@@
- (E).fld
+ E.fld
