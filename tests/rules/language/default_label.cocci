@@
expression e;
@@
  switch (e) {
- default:
+ case ALL:
    ...
  }
