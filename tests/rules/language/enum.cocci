@@
@@
enum foo {
  ...,
- OLD,
+ NEW,
  ...
};
