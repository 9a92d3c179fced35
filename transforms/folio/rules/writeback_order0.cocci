// SPDX-License-Identifier: GPL-2.0-only
// Writeback and the dirty state.
// effect: order-0
// since: 6.1
// differs: account_page_dirtied(), account_page_cleaned(), cancel_dirty_page(),
//   __cancel_dirty_page(): no kernel looked at has both functions, so that what this did at other
//   orders is not compared.
// Behaviour stays as it was for pages of order 0; of a large folio, all of it is meant then.
@@
struct page *p;
expression list more;
@@
(
- account_page_dirtied(p, more)
+ folio_account_dirtied(page_folio(p), more)
|
- account_page_cleaned(p, more)
+ folio_account_cleaned(page_folio(p), more)
|
- cancel_dirty_page(p)
+ folio_cancel_dirty(page_folio(p))
|
- __cancel_dirty_page(p)
+ __folio_cancel_dirty(page_folio(p))
)
