@holder@
type T;
identifier fld;
@@

T {
  ...
  struct lock fld;
  ...
};

@@
type holder.T;
T x;
identifier holder.fld;
@@

- lock_init
+ lock_start
  (&x.fld)

@@
struct other x;
@@

- note(x.count);
