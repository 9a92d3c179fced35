@@
identifier f, x;
type T;
@@
  T f(
-     struct page *x
+     struct folio *x
      , ...) { ... }
