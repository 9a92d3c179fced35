@@
expression e;
@@
 use(e);
 ...
(
&e
|
-drop(e);
+drop_all(e);
)
