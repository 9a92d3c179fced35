@@
identifier x =~ "^A";
@@
- #undef x
