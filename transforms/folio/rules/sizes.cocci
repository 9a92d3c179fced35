// SPDX-License-Identifier: GPL-2.0-only
// How large a page is, and where it lies.
// effect: preserves
// since: 6.1
// Behaviour stays as it was, where the page is no tail page.
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
- page_to_nid(p)
+ folio_nid(page_folio(p))
|
- page_zone(p)
+ folio_zone(page_folio(p))
|
- page_zonenum(p)
+ folio_zonenum(page_folio(p))
|
- page_pgdat(p)
+ folio_pgdat(page_folio(p))
)
