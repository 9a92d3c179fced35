#ifndef _OWN_H
#define _OWN_H
#ifdef CONFIG_B
#include <linux/b.h>
#endif
#include <linux/a.h>
#endif
