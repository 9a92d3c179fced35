// SPDX-License-Identifier: GPL-2.0-only
// How often a page is held.
// effect: changes
// since: 6.1
// looks: try_get_page()
// differs: try_get_page(): this warns of a count of zero or less, and fails then; folio_try_get()
//   fails at zero only, and says nothing.
// Behaviour, or the type of the result, is another: look at each place.
@@
struct page *p;
@@
- try_get_page(p)
+ folio_try_get(page_folio(p))
