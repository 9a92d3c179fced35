// SPDX-License-Identifier: GPL-2.0-only
// Flags that say how far a page has come.
// effect: order-0
// since: 6.1
// Behaviour stays as it was for pages of order 0; of a large folio, all of it is meant then.
@@
struct page *p;
@@
(
- PageMlocked(p)
+ folio_test_mlocked(page_folio(p))
|
- PageReserved(p)
+ folio_test_reserved(page_folio(p))
|
- PageChecked(p)
+ folio_test_checked(page_folio(p))
|
- SetPageChecked(p)
+ folio_set_checked(page_folio(p))
|
- ClearPageChecked(p)
+ folio_clear_checked(page_folio(p))
|
- PageReadahead(p)
+ folio_test_readahead(page_folio(p))
|
- SetPageReadahead(p)
+ folio_set_readahead(page_folio(p))
|
- ClearPageReadahead(p)
+ folio_clear_readahead(page_folio(p))
|
- PageHWPoison(p)
+ folio_test_hwpoison(page_folio(p))
|
- PageYoung(p)
+ folio_test_young(page_folio(p))
|
- PageIdle(p)
+ folio_test_idle(page_folio(p))
)
