@@
@@
 #include <linux/...>
+#include <linux/new.h>
