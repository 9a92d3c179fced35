// SPDX-License-Identifier: GPL-2.0-only
// How often a page is held.
// effect: order-0
// since: 6.1
// Behaviour stays as it was for pages of order 0; of a large folio, all of it is meant then.
@@
struct page *p;
@@
- page_count(p)
+ folio_ref_count(page_folio(p))
