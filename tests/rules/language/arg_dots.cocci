@@
expression E1, E2;
@@
- foo(E1, ..., E2)
+ bar(E2, E1)
