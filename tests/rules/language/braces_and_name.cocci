@@
@@

if (...)
- {
- first(
+ second(
  );
- }
