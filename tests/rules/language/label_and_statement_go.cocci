@@
statement S;
@@
 begin();
- S
+ gone();
