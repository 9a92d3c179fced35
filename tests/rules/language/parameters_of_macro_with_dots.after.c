#define scale(y) 3
#define scale(x) x
#define scale(b, x) x
#define scale(x) 3
#define shrink(x, y) x
#define shrink() 1
