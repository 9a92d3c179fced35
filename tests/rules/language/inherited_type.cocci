@ delayed @
type T;
T *d;
expression E;
identifier f;
@@
 schedule_later(&d->f, E)

@@
delayed.T *d;
identifier delayed.f;
@@
-schedule_now(&d->f)
+schedule_later(&d->f, 0)
