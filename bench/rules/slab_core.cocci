// SPDX-License-Identifier: GPL-2.0-only
// Inside of the allocator a page is a slab, but for functions that also see large kmalloc pages.
@@
identifier fn != {alloc_slab_page, kfree, ksize, __ksize, free_nonslab_page, build_detached_freelist};
@@
 fn(...,
-   struct page *page
+   struct slab *slab
    , ...)
 {
<...
(
- page_address(page)
+ slab_address(slab)
|
- compound_order(page)
+ slab_order(slab)
|
- page_to_nid(page)
+ slab_nid(slab)
|
- page
+ slab
)
...>
 }

@@
identifier fn != {alloc_slab_page, kfree, ksize, __ksize, free_nonslab_page, build_detached_freelist};
expression E;
@@
 fn(...)
 {
<...
(
- struct page *page = virt_to_head_page(E);
+ struct slab *slab = virt_to_slab(E);
|
- struct page *page;
+ struct slab *slab;
)
...>
 }
