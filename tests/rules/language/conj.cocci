@@
expression E;
@@
(
- foo(E)
+ bar(E)
&
  foo(<+... x ...+>)
)
