// SPDX-License-Identifier: GPL-2.0-only
// Large pages.
// effect: order-0
// heads: preserves
// since: 6.1
// differs: PageHeadHuge(), PageHead(): of a tail page they say no, of the folio that it is part of
//   the answer may be yes.
// Behaviour stays as it was for a page that is a folio's first one; a tail page means another.
@@
struct page *p;
@@
(
- PageHeadHuge(p)
+ folio_test_hugetlb(page_folio(p))
|
- PageHead(p)
+ folio_test_large(page_folio(p))
)
