@@
expression a, b;
assignment operator op;
@@
- a op old(b)
+ a op new(b)
