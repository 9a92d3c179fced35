// SPDX-License-Identifier: GPL-2.0-only
// How often a page is held.
// effect: order-0
// heads: preserves
// since: 6.1
// differs: get_page_unless_zero(), put_page_testzero(), page_ref_count(), set_page_count(),
//   page_ref_add(), page_ref_sub(), page_ref_inc(), page_ref_dec(), page_ref_sub_and_test(),
//   page_ref_dec_and_test(), page_ref_inc_return(), page_ref_sub_return(), page_ref_dec_return(),
//   page_ref_add_unless(), page_ref_freeze(), page_ref_unfreeze(): the count is that page's own,
//   which is zero for a tail page; its folio has the references.
// Behaviour stays as it was for a page that is a folio's first one; a tail page means another.
@@
struct page *p;
expression list more;
@@
(
- get_page_unless_zero(p)
+ folio_try_get(page_folio(p))
|
- put_page_testzero(p)
+ folio_put_testzero(page_folio(p))
|
- page_ref_count(p)
+ folio_ref_count(page_folio(p))
|
- set_page_count(p, more)
+ folio_set_count(page_folio(p), more)
|
- page_ref_add(p, more)
+ folio_ref_add(page_folio(p), more)
|
- page_ref_sub(p, more)
+ folio_ref_sub(page_folio(p), more)
|
- page_ref_inc(p)
+ folio_ref_inc(page_folio(p))
|
- page_ref_dec(p)
+ folio_ref_dec(page_folio(p))
|
- page_ref_sub_and_test(p, more)
+ folio_ref_sub_and_test(page_folio(p), more)
|
- page_ref_dec_and_test(p)
+ folio_ref_dec_and_test(page_folio(p))
|
- page_ref_inc_return(p)
+ folio_ref_inc_return(page_folio(p))
|
- page_ref_sub_return(p, more)
+ folio_ref_sub_return(page_folio(p), more)
|
- page_ref_dec_return(p)
+ folio_ref_dec_return(page_folio(p))
|
- page_ref_add_unless(p, more)
+ folio_ref_add_unless(page_folio(p), more)
|
- page_ref_freeze(p, more)
+ folio_ref_freeze(page_folio(p), more)
|
- page_ref_unfreeze(p, more)
+ folio_ref_unfreeze(page_folio(p), more)
)
