@@
unsigned int x;
@@
- note(x)
+ note_unsigned(x)
