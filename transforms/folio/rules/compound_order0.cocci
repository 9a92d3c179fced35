// SPDX-License-Identifier: GPL-2.0-only
// Large pages.
// effect: order-0
// since: 6.1
// differs: PageTransHuge(), PageTransCompound(): the answer is always no without
//   TRANSPARENT_HUGEPAGE, while folio_test_large() says yes of any large folio, as those of
//   hugetlbfs are.
// Behaviour stays as it was for pages of order 0; of a large folio, all of it is meant then.
@@
struct page *p;
@@
(
- PageTransHuge(p)
+ folio_test_large(page_folio(p))
|
- PageTransCompound(p)
+ folio_test_large(page_folio(p))
)
