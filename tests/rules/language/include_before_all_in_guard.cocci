@@
@@
+#include <linux/new.h>
 #include <linux/...>
