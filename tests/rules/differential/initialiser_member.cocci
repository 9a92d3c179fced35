// A member of an initialiser, wherever it stands in it.
@@
identifier ops, f;
@@
struct file_operations ops = {
  ...,
- .llseek = f,
+ .seek = f,
  ...
};
