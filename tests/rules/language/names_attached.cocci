@r@
struct dev *d;
identifier op;
type T;
@@
  d->\(open@op\|close@op\)(3, (struct arg@T *)NULL)

@@
identifier r.op;
type r.T;
@@
struct dev {
  ...
- int op;
+ T *op;
  ...
};
