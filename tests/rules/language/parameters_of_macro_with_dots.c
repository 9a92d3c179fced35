#define scale(x, y) 3
#define rotate(x, a, y, b, z) 3
#define rotate(b, x) x
#define rotate(a) 3
#define grow(x, y) x
#define grow() 1
