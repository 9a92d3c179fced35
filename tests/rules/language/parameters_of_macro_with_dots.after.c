#define scale(x, y) 3
#define rotate() 3
#define rotate(b, x) x
#define rotate(a) 3
#define shrink(x, y) x
#define shrink() 1
