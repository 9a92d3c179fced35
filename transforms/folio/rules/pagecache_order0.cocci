// SPDX-License-Identifier: GPL-2.0-only
// The page cache.
// effect: order-0
// since: 6.1
// differs: flush_dcache_page(): one page is flushed, where flush_dcache_folio() flushes all pages
//   of a large folio.
// Behaviour stays as it was for pages of order 0; of a large folio, all of it is meant then.
@@
struct page *p;
@@
- flush_dcache_page(p)
+ flush_dcache_folio(page_folio(p))
