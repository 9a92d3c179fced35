#define OLD 1
#undef OLDER
#undef NEW
int x;
