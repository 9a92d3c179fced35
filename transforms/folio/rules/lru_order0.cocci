// SPDX-License-Identifier: GPL-2.0-only
// The lists of pages that may be reclaimed.
// effect: order-0
// since: 6.1
// differs: deactivate_file_page(): no kernel looked at has both functions, so that what this did
//   at other orders is not compared.
// Behaviour stays as it was for pages of order 0; of a large folio, all of it is meant then.
@@
struct page *p;
@@
- deactivate_file_page(p)
+ deactivate_file_folio(page_folio(p))
