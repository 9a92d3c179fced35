// SPDX-License-Identifier: GPL-2.0-only
// Writeback and the dirty state.
// effect: order-0
// since: 6.1
// Behaviour stays as it was for pages of order 0; of a large folio, all of it is meant then.
@@
struct page *p;
expression list more;
@@
(
- __set_page_dirty(p, more)
+ __folio_mark_dirty(page_folio(p), more)
|
- account_page_dirtied(p, more)
+ folio_account_dirtied(page_folio(p), more)
|
- account_page_cleaned(p, more)
+ folio_account_cleaned(page_folio(p), more)
|
- clear_page_dirty_for_io(p)
+ folio_clear_dirty_for_io(page_folio(p))
|
- cancel_dirty_page(p)
+ folio_cancel_dirty(page_folio(p))
|
- __cancel_dirty_page(p)
+ __folio_cancel_dirty(page_folio(p))
|
- page_mkclean(p)
+ folio_mkclean(page_folio(p))
)
