#define LEAST(n) n
#define MOST(n) n
