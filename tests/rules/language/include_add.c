#include <linux/kernel.h>
#include <linux/foo.h>
#include <linux/x.h>
void f(void)
{
}
