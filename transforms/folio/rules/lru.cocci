// SPDX-License-Identifier: GPL-2.0-only
// The lists of pages that may be reclaimed.
// effect: preserves
// since: 6.1
// Behaviour stays as it was, whatever page it is and whatever its order.
@@
struct page *p;
expression list more;
@@
(
- lru_cache_add(p)
+ folio_add_lru(page_folio(p))
|
- lru_cache_add_inactive_or_unevictable(p, more)
+ folio_add_lru_vma(page_folio(p), more)
|
- rotate_reclaimable_page(p)
+ folio_rotate_reclaimable(page_folio(p))
|
- putback_lru_page(p)
+ folio_putback_lru(page_folio(p))
|
- page_lru(p)
+ folio_lru_list(page_folio(p))
|
- page_is_file_lru(p)
+ folio_is_file_lru(page_folio(p))
|
- page_evictable(p)
+ folio_evictable(page_folio(p))
|
- PageLRU(p)
+ folio_test_lru(page_folio(p))
|
- SetPageLRU(p)
+ folio_set_lru(page_folio(p))
|
- ClearPageLRU(p)
+ folio_clear_lru(page_folio(p))
|
- __ClearPageLRU(p)
+ __folio_clear_lru(page_folio(p))
|
- PageActive(p)
+ folio_test_active(page_folio(p))
|
- SetPageActive(p)
+ folio_set_active(page_folio(p))
|
- ClearPageActive(p)
+ folio_clear_active(page_folio(p))
|
- TestClearPageActive(p)
+ folio_test_clear_active(page_folio(p))
|
- PageWorkingset(p)
+ folio_test_workingset(page_folio(p))
|
- SetPageWorkingset(p)
+ folio_set_workingset(page_folio(p))
|
- PageUnevictable(p)
+ folio_test_unevictable(page_folio(p))
|
- SetPageUnevictable(p)
+ folio_set_unevictable(page_folio(p))
|
- ClearPageUnevictable(p)
+ folio_clear_unevictable(page_folio(p))
|
- PageReferenced(p)
+ folio_test_referenced(page_folio(p))
|
- SetPageReferenced(p)
+ folio_set_referenced(page_folio(p))
|
- ClearPageReferenced(p)
+ folio_clear_referenced(page_folio(p))
|
- TestClearPageReferenced(p)
+ folio_test_clear_referenced(page_folio(p))
|
- mark_page_accessed(p)
+ folio_mark_accessed(page_folio(p))
)
