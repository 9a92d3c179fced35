#define FIRST 1
#define TWO 1
