// SPDX-License-Identifier: GPL-2.0-only
// Flags that say how far a page has come.
// effect: preserves
// since: 6.1
// direct: SetPageUptodate(), __SetPageUptodate(), PageWaiters(), SetPageWaiters()
// Behaviour stays as it was, whatever page it is and whatever its order.
@@
struct page *p;
@@
(
- PageLocked(p)
+ folio_test_locked(page_folio(p))
|
- PageUptodate(p)
+ folio_test_uptodate(page_folio(p))
|
- SetPageUptodate(p)
+ folio_mark_uptodate(page_folio(p))
|
- __SetPageUptodate(p)
+ __folio_mark_uptodate(page_folio(p))
|
- ClearPageUptodate(p)
+ folio_clear_uptodate(page_folio(p))
|
- PageSwapBacked(p)
+ folio_test_swapbacked(page_folio(p))
|
- SetPageSwapBacked(p)
+ folio_set_swapbacked(page_folio(p))
|
- __SetPageSwapBacked(p)
+ __folio_set_swapbacked(page_folio(p))
|
- PageSwapCache(p)
+ folio_test_swapcache(page_folio(p))
|
- SetPageSwapCache(p)
+ folio_set_swapcache(page_folio(p))
|
- ClearPageSwapCache(p)
+ folio_clear_swapcache(page_folio(p))
|
- PageAnon(p)
+ folio_test_anon(page_folio(p))
|
- PageKsm(p)
+ folio_test_ksm(page_folio(p))
|
- PageMappedToDisk(p)
+ folio_test_mappedtodisk(page_folio(p))
|
- SetPageMappedToDisk(p)
+ folio_set_mappedtodisk(page_folio(p))
|
- ClearPageMappedToDisk(p)
+ folio_clear_mappedtodisk(page_folio(p))
|
- PageReclaim(p)
+ folio_test_reclaim(page_folio(p))
|
- SetPageReclaim(p)
+ folio_set_reclaim(page_folio(p))
|
- ClearPageReclaim(p)
+ folio_clear_reclaim(page_folio(p))
|
- PageWaiters(p)
+ folio_test_waiters(page_folio(p))
|
- SetPageWaiters(p)
+ folio_set_waiters(page_folio(p))
|
- page_is_young(p)
+ folio_test_young(page_folio(p))
|
- page_is_idle(p)
+ folio_test_idle(page_folio(p))
|
- set_page_idle(p)
+ folio_set_idle(page_folio(p))
|
- clear_page_idle(p)
+ folio_clear_idle(page_folio(p))
|
- PageMlocked(p)
+ folio_test_mlocked(page_folio(p))
|
- PageError(p)
+ folio_test_error(page_folio(p))
|
- SetPageError(p)
+ folio_set_error(page_folio(p))
|
- ClearPageError(p)
+ folio_clear_error(page_folio(p))
)
