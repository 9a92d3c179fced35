@@
type T;
identifier i;
@@
{
- T i;
  ... when != i
}
