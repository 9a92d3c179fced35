// SPDX-License-Identifier: GPL-2.0-only
// Large pages.
// effect: order-0
// heads: preserves
// since: 6.1
// differs: PageHeadHuge(), PageHead(): the answer is no for a tail page, and may be yes for the
//   folio that it is part of.
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
