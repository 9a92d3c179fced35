// What is put on the way out, on some path.
@ exists @
expression d, E;
@@
  d = of_find_device_by_node(E);
  ... when != put_device(&d->dev)
- return 0;
+ return put_and_return(d, 0);
