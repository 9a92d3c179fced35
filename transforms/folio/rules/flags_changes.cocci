// SPDX-License-Identifier: GPL-2.0-only
// Flags that say how far a page has come.
// effect: changes
// since: 6.1
// Behaviour, or the type of the result, is another: look at each place.
@@
struct page *p;
@@
(
- PageError(p)
+ folio_test_error(page_folio(p))
|
- SetPageError(p)
+ folio_set_error(page_folio(p))
|
- ClearPageError(p)
+ folio_clear_error(page_folio(p))
)
