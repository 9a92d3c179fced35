@@
@@
  return
- ...
+ count
  ;
