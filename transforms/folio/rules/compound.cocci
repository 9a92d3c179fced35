// SPDX-License-Identifier: GPL-2.0-only
// Large pages.
// effect: preserves
// since: 6.1
// Behaviour stays as it was, where the page is no tail page.
@@
struct page *p;
expression list more;
@@
(
- can_split_huge_page(p, more)
+ can_split_folio(page_folio(p), more)
|
- PageHuge(p)
+ folio_test_hugetlb(page_folio(p))
|
- PageHeadHuge(p)
+ folio_test_hugetlb(page_folio(p))
)
