// SPDX-License-Identifier: GPL-2.0-only
// The lists of pages that may be reclaimed.
// effect: order-0
// since: 6.1
// Behaviour stays as it was for pages of order 0; of a large folio, all of it is meant then.
@@
struct page *p;
@@
(
- mark_page_accessed(p)
+ folio_mark_accessed(page_folio(p))
|
- deactivate_file_page(p)
+ deactivate_file_folio(page_folio(p))
)
