// A loop by macro gets another head.
@@
iterator name list_for_each_entry, each_entry;
expression pos, head;
identifier member;
statement S;
@@
- list_for_each_entry(pos, head, member) S
+ each_entry(pos, head, member) S
