// SPDX-License-Identifier: GPL-2.0-only
// Large pages.
// effect: changes
// since: 6.1
// Behaviour, or the type of the result, is another: look at each place.
@@
struct page *p;
@@
(
- PageTransCompound(p)
+ folio_test_large(page_folio(p))
|
- PageCompound(p)
+ folio_test_large(page_folio(p))
)
