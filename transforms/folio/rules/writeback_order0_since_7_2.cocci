// SPDX-License-Identifier: GPL-2.0-only
// Writeback and the dirty state.
// effect: order-0
// since: 7.2
// differs: set_page_dirty_lock(): no kernel looked at has both functions, so that what this did at
//   other orders is not compared.
// Behaviour stays as it was for pages of order 0; of a large folio, all of it is meant then.
@@
struct page *p;
@@
- set_page_dirty_lock(p)
+ folio_mark_dirty_lock(page_folio(p))
