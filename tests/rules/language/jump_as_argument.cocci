@@
type T;
expression E;
@@
- checked(T, E, ...)
+ (T *)E
