// Returns of a function of one type.
@@
identifier f;
typedef bool;
@@
bool f(...) {
  <...
(
- return 0;
+ return false;
|
- return 1;
+ return true;
)
  ...>
}
