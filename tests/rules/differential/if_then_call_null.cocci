@@
expression x;
@@
- if (x != NULL)
-	of_node_put(x);
+ of_node_put(x);
