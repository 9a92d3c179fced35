static const int one;
static volatile int two;
int three;
