// SPDX-License-Identifier: GPL-2.0-only
// How large a page is, and where it lies.
// effect: order-0
// heads: preserves
// since: 6.1
// differs: compound_order(), compound_nr(), thp_nr_pages(), thp_order(), thp_size(), page_size(),
//   page_shift(), offset_in_thp(): a tail page is taken for one of order 0, or must not be given.
// differs: page_to_pfn(), page_address(), page_offset(): the answer is where that page lies, for a
//   folio it is where its first one does.
// Behaviour stays as it was for a page that is a folio's first one; a tail page means another.
@@
struct page *p;
expression list more;
@@
(
- compound_order(p)
+ folio_order(page_folio(p))
|
- compound_nr(p)
+ folio_nr_pages(page_folio(p))
|
- thp_nr_pages(p)
+ folio_nr_pages(page_folio(p))
|
- thp_order(p)
+ folio_order(page_folio(p))
|
- thp_size(p)
+ folio_size(page_folio(p))
|
- page_size(p)
+ folio_size(page_folio(p))
|
- page_shift(p)
+ folio_shift(page_folio(p))
|
- offset_in_thp(p, more)
+ offset_in_folio(page_folio(p), more)
|
- page_to_pfn(p)
+ folio_pfn(page_folio(p))
|
- page_address(p)
+ folio_address(page_folio(p))
|
- page_offset(p)
+ folio_pos(page_folio(p))
)
