@@
@@
struct foo {
  ...
- int count;
+ atomic_t refs;
  ...
};
