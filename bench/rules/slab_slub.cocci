// SPDX-License-Identifier: GPL-2.0-only
// SLUB after the slab API's published patch: for mm/slub.c and include/linux/slub_def.h.
// The type, but in functions that also see pages that are no slabs.
@@
position p : script:python() { p[0].current_element not in ("kfree", "__ksize", "kmalloc_large_node", "build_detached_freelist", "slab_lock", "slab_unlock", "alloc_slab_page") };
@@
- struct page@p
+ struct slab

// The processor's slab has another name.
@@
@@
  struct kmem_cache_cpu {
    ...
-   struct slab *page;
+   struct slab *slab;
    ...
  };

@@
struct kmem_cache_cpu *c;
@@
- c->page
+ c->slab

// Functions whose names say page.
@@
@@
  static
- void setup_page_debug
+ void setup_slab_debug
  (...) { ... }

@@
@@
- setup_page_debug
+ setup_slab_debug
  (...)

// Parameters and locals, and all that is done with them.
@@
identifier fn != {slab_lock, slab_unlock};
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
-   compound_order(page)
+   slab_order(slab)
|
-   page_to_nid(page)
+   slab_nid(slab)
|
-   page
+   slab
)
    ...>
  }

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
-   struct slab *page = E;
+   struct slab *slab = E;
|
-   struct slab *page;
+   struct slab *slab;
)
    ...>
  }

// What the rule before left of the old name in the functions that it changed.
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

@@
expression E;
@@
- page_address((struct page *)E)
+ slab_address(E)

// Lists and members by type.
@@
struct slab *slab;
@@
- PageSlab(slab)
+ folio_test_slab(slab_folio(slab))
