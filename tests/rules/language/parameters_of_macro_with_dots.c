#define scale(x, a, y, b, z) 3
#define scale(x, b) x
#define scale(b, x) x
#define scale(x) 3
#define grow(x, y) x
#define grow() 1
