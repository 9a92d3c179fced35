@@
iterator name list_for_each_entry;
expression p, h; identifier m;
@@
  list_for_each_entry(p,
- h
+ &h->list
  , m) { ... }
