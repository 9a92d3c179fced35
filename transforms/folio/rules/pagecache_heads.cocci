// SPDX-License-Identifier: GPL-2.0-only
// The page cache.
// effect: order-0
// heads: preserves
// since: 6.1
// looks: page_index()
// differs: page_index(), copy_page_to_iter(): that page is meant, where its folio is told by its
//   first one.
// Behaviour stays as it was for a page that is a folio's first one; a tail page means another.
@@
struct page *p;
expression list more;
@@
(
- page_index(p)
+ folio_index(page_folio(p))
|
- copy_page_to_iter(p, more)
+ copy_folio_to_iter(page_folio(p), more)
)
