// In functions with such a parameter, wherever it is used, if at all.
@@
identifier fn, req;
@@
  fn(..., struct request *req, ...)
  {
    <...
-   blk_rq_bytes(req)
+   request_bytes(req)
    ...>
  }
