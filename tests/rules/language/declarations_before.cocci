@@
identifier f;
@@

+ static int added;
+
int f(void)
{
  ...
}
