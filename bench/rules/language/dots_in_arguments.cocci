// Arguments that are left as they are, before the last.
@@
expression e;
@@
- dev_err
+ dev_problem
  (..., e)
