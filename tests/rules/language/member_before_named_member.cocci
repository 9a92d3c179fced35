@@
identifier I;
expression e;
@@
struct s I = {
+ .n = 3,
  .b = e,
};
