// SPDX-License-Identifier: GPL-2.0-only
// Page tables that map a page.
// effect: order-0
// since: 6.1
// differs: page_mapcount(): what is counted is how often that one page is mapped, where
//   folio_mapcount() adds up all pages of a large folio.
// differs: page_referenced(): no kernel looked at has both functions, so that what this did at
//   other orders is not compared.
// Behaviour stays as it was for pages of order 0; of a large folio, all of it is meant then.
@@
struct page *p;
expression list more;
@@
(
- page_mapcount(p)
+ folio_mapcount(page_folio(p))
|
- page_referenced(p, more)
+ folio_referenced(page_folio(p), more)
)
