// SPDX-License-Identifier: GPL-2.0-only
// SLAB after the slab API's published patch: for mm/slab.c and include/linux/slab_def.h.
// The type, but where pages come and go.
@@
position p : script:python() { p[0].current_element not in ("kmem_getpages", "kmem_freepages", "kmem_rcu_free") };
@@
- struct page@p
+ struct slab

// Parameters, and all that is done with them.
@@
identifier fn != {kmem_getpages, kmem_freepages};
@@
  fn(...,
-    struct slab *page
+    struct slab *slab
     , ...)
  {
    <...
(
-   page_address(page)
+   slab_address(slab)
|
-   page_to_nid(page)
+   slab_nid(slab)
|
-   page
+   slab
)
    ...>
  }

// Locals, with or without a value.
@@
identifier fn;
expression E;
@@
  fn(...)
  {
    <...
(
-   struct slab *page = virt_to_head_page(E);
+   struct slab *slab = virt_to_slab(E);
|
-   struct slab *page;
+   struct slab *slab;
)
    ...>
  }

@@
identifier fn;
@@
  fn(...)
  {
    ...
    struct slab *slab;
    <...
(
-   page = virt_to_head_page
+   slab = virt_to_slab
|
-   page
+   slab
)
    ...>
  }

// Who gets a page, and wants a slab of it.
@@
expression x, flags, node;
identifier slab;
@@
- slab = kmem_getpages(x, flags, node);
+ slab = page_slab(kmem_getpages(x, flags, node));

@@
struct slab *s;
expression x;
@@
- kmem_freepages(x, s)
+ kmem_freepages(x, slab_page(s))
