@@
expression e;
expression list es;
@@
- printk(e, es)
+ print(e, es)
