#define OLD 1
#undef OLDER
#undef OLD
int x;
