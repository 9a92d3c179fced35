// SPDX-License-Identifier: GPL-2.0-only
// How often a page is held.
// effect: preserves
// since: 6.1
// differs: put_page(): this looks first whether a DAX device manages the page, which folio_put()
//   does not: no page of the page cache, and none of anonymous memory, is managed so.
// Behaviour stays as it was, whatever page it is and whatever its order.
@@
struct page *p;
expression list more;
@@
(
- put_page(p)
+ folio_put(page_folio(p))
|
- get_page(p)
+ folio_get(page_folio(p))
|
- page_cache_get_speculative(p)
+ folio_try_get(page_folio(p))
|
- page_cache_add_speculative(p, more)
+ folio_ref_try_add_rcu(page_folio(p), more)
|
- __put_page(p)
+ __folio_put(page_folio(p))
|
- page_count(p)
+ folio_ref_count(page_folio(p))
)
