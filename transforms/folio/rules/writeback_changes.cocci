// SPDX-License-Identifier: GPL-2.0-only
// Writeback and the dirty state.
// effect: changes
// since: 6.1
// Behaviour, or the type of the result, is another: look at each place.
@@
struct page *p;
@@
(
- set_page_writeback(p)
+ folio_start_writeback(page_folio(p))
|
- set_page_dirty(p)
+ folio_mark_dirty(page_folio(p))
)
