@@
expression E;
@@
- (
  E
- )
