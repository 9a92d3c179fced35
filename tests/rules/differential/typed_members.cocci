// Members of a typed expression, some of them in a call.
@@
struct inode *inode;
@@
- inode->i_size
+ i_size_read(inode)
