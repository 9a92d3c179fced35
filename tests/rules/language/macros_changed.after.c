#define FLAG_A BIT(0) /* the first */
#define FLAG_B BIT(NUMBER)
#define FLAG_C (2 << 3)
#define NEW 2
#define OLDER 1
#define GONER(a) work(a)
#define KEPT 3
#define KEPT_TOO 4
#define KEPT_1 3
