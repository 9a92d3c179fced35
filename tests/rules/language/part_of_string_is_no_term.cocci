@@
@@
- "abc"
+ "xyz"
