@@
expression list es;
@@
- pr_debug(es);
