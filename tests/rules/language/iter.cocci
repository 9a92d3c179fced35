@@
iterator name list_for_each_entry;
iterator name my_for_each;
expression p, h; identifier m; statement S;
@@
- list_for_each_entry(p, h, m) S
+ my_for_each(p, h) S
