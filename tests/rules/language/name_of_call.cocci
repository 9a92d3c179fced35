@@
expression x, y, call;
@@
- sum(x + get(y)@call)
+ sum_of(call, x)
