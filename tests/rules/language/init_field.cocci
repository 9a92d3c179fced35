@@
identifier I, f;
@@
struct ops I = {
  ...,
- .open = f,
+ .open2 = f,
  ...
};
