// SPDX-License-Identifier: GPL-2.0-only
// The page cache.
// effect: preserves
// since: 6.1
// Behaviour stays as it was, whatever page it is and whatever its order.
@@
struct page *p;
expression list more;
expression first;
@@
(
- delete_from_page_cache(p)
+ filemap_remove_folio(page_folio(p))
|
- __delete_from_page_cache(p, more)
+ __filemap_remove_folio(page_folio(p), more)
|
- truncate_inode_page(first, p)
+ truncate_inode_folio(first, page_folio(p))
|
- truncate_cleanup_page(p)
+ truncate_cleanup_folio(page_folio(p))
|
- page_mapping(p)
+ folio_mapping(page_folio(p))
|
- page_file_mapping(p)
+ folio_file_mapping(page_folio(p))
)
