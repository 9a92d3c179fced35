// A header comes after another one.
@@
@@
  #include <linux/slab.h>
+ #include <linux/slab_more.h>
