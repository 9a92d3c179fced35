@ identifier @
identifier a =~ "^fore";
identifier b =~ "aft$";
@@
(
-a
+ship
&
b
)
