// A member of a struct's definition.
@@
identifier s;
@@
struct s {
  ...
- struct mutex lock;
+ struct rt_mutex lock;
  ...
};
