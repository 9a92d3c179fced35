// Names that a regular expression has, and one that it has not.
@@
identifier fn =~ "^(spin|read)_lock_bh$";
identifier other !~ "^(tx|rx)";
expression e;
@@
- fn(&e->other)
+ lock_half(&e->other)
