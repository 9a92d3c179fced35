@@
@@
enum color {
  ...,
- BLUE
};
