// Two statements side by side become one.
@@
expression p;
@@
- unlock_page(p);
- put_page(p);
+ unlock_and_put_page(p);
