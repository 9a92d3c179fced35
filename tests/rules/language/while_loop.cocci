@@
expression e;
@@
- while (e) { ... }
+ loop(e);
