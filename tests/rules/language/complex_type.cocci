@@
identifier I;
@@
- double complex
+ struct pair
  I;

@@
identifier I;
@@
- float
+ double
  complex I;

