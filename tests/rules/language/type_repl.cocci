@@
typedef u_int8_t, u8;
@@
- u_int8_t
+ u8
