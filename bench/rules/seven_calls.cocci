// SPDX-License-Identifier: GPL-2.0-only
// Seven calls on a page become the calls on its folio: what a script for spatch usually is.
@@
struct page *page;
@@
(
- lock_page(page)
+ folio_lock(page_folio(page))
|
- unlock_page(page)
+ folio_unlock(page_folio(page))
|
- put_page(page)
+ folio_put(page_folio(page))
|
- get_page(page)
+ folio_get(page_folio(page))
|
- wait_on_page_writeback(page)
+ folio_wait_writeback(page_folio(page))
|
- set_page_dirty(page)
+ folio_mark_dirty(page_folio(page))
|
- mark_page_accessed(page)
+ folio_mark_accessed(page_folio(page))
)
