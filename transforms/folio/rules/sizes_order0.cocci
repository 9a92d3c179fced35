// SPDX-License-Identifier: GPL-2.0-only
// How large a page is, and where it lies.
// effect: order-0
// since: 6.1
// Behaviour stays as it was for pages of order 0; of a large folio, all of it is meant then.
@@
struct page *p;
@@
(
- page_to_pfn(p)
+ folio_pfn(page_folio(p))
|
- page_address(p)
+ folio_address(page_folio(p))
|
- page_offset(p)
+ folio_pos(page_folio(p))
)
