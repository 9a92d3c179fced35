#include <linux/kernel.h>

#define LENGTH(array) ARRAY_SIZE(array)
#define OTHER(array) other(array)

int one(void)
{
	return LENGTH(first) + OTHER(second);
}
