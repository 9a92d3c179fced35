@@
identifier e;
@@
enum e { ..., A
+ , B
, ... };
