#if 0
#include <linux/dead.h>
#endif
#include <linux/a.h>
#include <linux/new.h>
#ifdef CONFIG_B
#include <linux/b.h>
#endif
int x;
