@@
@@
- #define ONE
+ #define FIRST
  1
