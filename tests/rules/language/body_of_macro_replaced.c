#define ONE 1
#define NONE
#define CALLED(x) 1
