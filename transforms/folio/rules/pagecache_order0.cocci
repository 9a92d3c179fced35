// SPDX-License-Identifier: GPL-2.0-only
// The page cache.
// effect: order-0
// since: 6.1
// Behaviour stays as it was for pages of order 0; of a large folio, all of it is meant then.
@@
struct page *p;
expression list more;
@@
(
- flush_dcache_page(p)
+ flush_dcache_folio(page_folio(p))
|
- copy_page_to_iter(p, more)
+ copy_folio_to_iter(page_folio(p), more)
)
