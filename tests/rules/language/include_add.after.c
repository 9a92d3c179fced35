#include <linux/kernel.h>
#include <linux/foo.h>
#include <linux/bar.h>
#include <linux/x.h>
void f(void)
{
}
