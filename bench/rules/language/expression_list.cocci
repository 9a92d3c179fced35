// All arguments but the first, in another place.
@@
expression e;
expression list es;
@@
- snprintf(e, es)
+ print_into(es, e)
