@@
identifier fn;
@@
fn(...)
{
  ...
? return ...;
- bar();
}
