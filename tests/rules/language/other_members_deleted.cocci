@@
identifier x;
expression e;
@@

struct one x = {
- ...,
  .kept = e,
- ...
};
