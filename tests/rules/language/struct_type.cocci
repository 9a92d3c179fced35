@@
@@
- struct foo
+ struct bar
