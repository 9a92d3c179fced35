@@
identifier x;
@@
- u_int8_t x;
+ u8 x;
