@@
expression e;
@@
  switch (e) {
  ...
- case OLD:
+ case NEW:
  ...
  }
