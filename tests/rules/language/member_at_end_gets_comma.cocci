@@
identifier I;
@@
struct s I = {
  ...,
+ .n = 1
};
