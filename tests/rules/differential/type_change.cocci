// A type wherever it stands.
@@
typedef u_int32_t, u32;
@@
- u_int32_t
+ u32
