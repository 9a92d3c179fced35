// SPDX-License-Identifier: GPL-2.0-only
// Functions that others call with a slab's page: header and body, then who calls them.
@ header @
identifier fn =~ "^(nearest_obj|obj_to_index|objs_per_slab_page|__obj_to_index)$";
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
- page
+ slab
)
...>
 }

@@
identifier fn =~ "^(nearest_obj|obj_to_index|objs_per_slab_page|__obj_to_index)$";
expression cache;
struct page *page;
@@
 fn(cache,
-   page
+   page_slab(page)
    , ...)
