@@
expression a;
@@
- \(foo\|bar\)(a)
+ baz(a)
