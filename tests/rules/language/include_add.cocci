@@
@@
#include <linux/foo.h>
+ #include <linux/bar.h>
