@@
expression y;
@@

  first();
  ...
(
- second(y);
|
  third(y);
)
+ fourth(y);
