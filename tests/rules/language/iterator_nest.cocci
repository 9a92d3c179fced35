@@
expression e;
iterator name for_each_node;
statement S;
@@
for_each_node(e) {
<...
- put(e);
...>
}
