@@
@@
struct foo {
  ...
+ int added;
};
