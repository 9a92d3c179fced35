// SPDX-License-Identifier: GPL-2.0-only
// Page tables that map a page.
// effect: order-0
// since: 6.1
// Behaviour stays as it was for pages of order 0; of a large folio, all of it is meant then.
@@
struct page *p;
expression list more;
@@
(
- page_mapped(p)
+ folio_mapped(page_folio(p))
|
- page_mapcount(p)
+ folio_mapcount(page_folio(p))
|
- page_maybe_dma_pinned(p)
+ folio_maybe_dma_pinned(page_folio(p))
|
- page_referenced(p, more)
+ folio_referenced(page_folio(p), more)
)
