// SPDX-License-Identifier: GPL-2.0-only
// What a filesystem keeps in a page.
// effect: order-0
// since: 6.1
// Behaviour stays as it was for pages of order 0; of a large folio, all of it is meant then.
@@
struct page *p;
@@
(
- page_has_private(p)
+ folio_has_private(page_folio(p))
|
- PagePrivate(p)
+ folio_test_private(page_folio(p))
|
- SetPagePrivate(p)
+ folio_set_private(page_folio(p))
|
- ClearPagePrivate(p)
+ folio_clear_private(page_folio(p))
|
- PagePrivate2(p)
+ folio_test_private_2(page_folio(p))
|
- SetPagePrivate2(p)
+ folio_set_private_2(page_folio(p))
|
- ClearPagePrivate2(p)
+ folio_clear_private_2(page_folio(p))
)
