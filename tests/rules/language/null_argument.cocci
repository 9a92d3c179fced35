@@
@@
- foo(NULL)
+ bar()
