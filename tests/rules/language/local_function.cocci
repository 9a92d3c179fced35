@@
local function f;
identifier x, y;
@@

  f(
-   int x,
    int y
  ) { ... }
