// SPDX-License-Identifier: GPL-2.0-only
// Flags that say how far a page has come.
// effect: order-0
// since: 6.1
// differs: SetPageChecked(), ClearPageChecked(), SetPageReadahead(), ClearPageReadahead(): a
//   kernel with DEBUG_VM_PGFLAGS stops at a page of a large folio here; the function of folios
//   takes one, and changes the flag of its first page.
// Behaviour stays as it was for pages of order 0; of a large folio, all of it is meant then.
@@
struct page *p;
@@
(
- SetPageChecked(p)
+ folio_set_checked(page_folio(p))
|
- ClearPageChecked(p)
+ folio_clear_checked(page_folio(p))
|
- SetPageReadahead(p)
+ folio_set_readahead(page_folio(p))
|
- ClearPageReadahead(p)
+ folio_clear_readahead(page_folio(p))
)
