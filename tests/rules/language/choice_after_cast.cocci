@@
type T;
@@
-(T *)
  \(alloc\|zalloc\)(...)
