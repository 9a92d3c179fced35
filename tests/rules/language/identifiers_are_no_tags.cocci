@identifier@
identifier i =~ "^one";
@@

- i
+ renamed
