@@
expression a, b;
binary operator op = {==, !=};
@@
- cmp(a, b) op 0
+ ncmp(a, b) op 0
