// SPDX-License-Identifier: GPL-2.0-only
// How large a page is, and where it lies.
// effect: preserves
// since: 6.1
// direct: page_to_nid(), page_zone(), page_zonenum(), page_pgdat()
// Behaviour stays as it was, whatever page it is and whatever its order.
@@
struct page *p;
@@
(
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
