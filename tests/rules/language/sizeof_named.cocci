@@
@@
- sizeof(struct s)
+ SIZE()
