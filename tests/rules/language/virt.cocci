virtual patch
virtual context
@depends on patch@
@@
- foo
+ bar
 ()
@depends on context@
@@
* foo()
