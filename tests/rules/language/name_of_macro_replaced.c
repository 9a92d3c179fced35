#define ONE 1
#define TWO 1
