// SPDX-License-Identifier: GPL-2.0-only
// What a filesystem keeps in a page.
// effect: order-0
// heads: preserves
// since: 6.1
// differs: page_has_private(), PagePrivate(), SetPagePrivate(), ClearPagePrivate(),
//   PagePrivate2(), SetPagePrivate2(), ClearPagePrivate2(): the flags are that page's own, and not
//   its folio's for a tail page.
// Behaviour stays as it was for a page that is a folio's first one; a tail page means another.
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
