#include <linux/kernel.h>

#define OTHER(array) other(array)

int one(void)
{
	return ARRAY_SIZE(first) + OTHER(second);
}
