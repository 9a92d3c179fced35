@@
expression E;
@@
{
  ...
- one(E);
+ uno(E);
}
