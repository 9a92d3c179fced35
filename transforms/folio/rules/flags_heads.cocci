// SPDX-License-Identifier: GPL-2.0-only
// Flags that say how far a page has come.
// effect: order-0
// heads: preserves
// since: 6.1
// differs: PageReserved(), PageChecked(), PageReadahead(), PageHWPoison(), PageYoung(),
//   PageIdle(): the flag that is read is the page's own, and not its folio's for a tail page.
// Behaviour stays as it was for a page that is a folio's first one; a tail page means another.
@@
struct page *p;
@@
(
- PageReserved(p)
+ folio_test_reserved(page_folio(p))
|
- PageChecked(p)
+ folio_test_checked(page_folio(p))
|
- PageReadahead(p)
+ folio_test_readahead(page_folio(p))
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
