// SPDX-License-Identifier: GPL-2.0-only
// Writeback and the dirty state.
// effect: preserves
// since: 6.1
// Behaviour stays as it was, whatever page it is and whatever its order.
@@
struct page *p;
expression list more;
expression first;
@@
(
- wait_on_page_writeback(p)
+ folio_wait_writeback(page_folio(p))
|
- wait_for_stable_page(p)
+ folio_wait_stable(page_folio(p))
|
- end_page_writeback(p)
+ folio_end_writeback(page_folio(p))
|
- redirty_page_for_writepage(first, p)
+ folio_redirty_for_writepage(first, page_folio(p))
|
- PageDirty(p)
+ folio_test_dirty(page_folio(p))
|
- SetPageDirty(p)
+ folio_set_dirty(page_folio(p))
|
- ClearPageDirty(p)
+ folio_clear_dirty(page_folio(p))
|
- TestSetPageDirty(p)
+ folio_test_set_dirty(page_folio(p))
|
- TestClearPageDirty(p)
+ folio_test_clear_dirty(page_folio(p))
|
- __ClearPageDirty(p)
+ __folio_clear_dirty(page_folio(p))
|
- PageWriteback(p)
+ folio_test_writeback(page_folio(p))
|
- __set_page_dirty(p, more)
+ __folio_mark_dirty(page_folio(p), more)
|
- clear_page_dirty_for_io(p)
+ folio_clear_dirty_for_io(page_folio(p))
|
- page_mkclean(p)
+ folio_mkclean(page_folio(p))
|
- set_page_writeback(p)
+ folio_start_writeback(page_folio(p))
|
- set_page_dirty(p)
+ folio_mark_dirty(page_folio(p))
)
