@@
identifier I;
expression e;
@@

- #define I (1 << e)
+ #define I BIT(e)

@@
@@

- #define OLD 1
+ #define NEW 2

@@
@@

- #define GONE(...) work(...)

@@
@@

  #define KEPT 3
+ #define KEPT_TOO 4
