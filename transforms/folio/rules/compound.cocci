// SPDX-License-Identifier: GPL-2.0-only
// Large pages.
// effect: preserves
// since: 6.1
// direct: can_split_huge_page(), PageCompound()
// Behaviour stays as it was, whatever page it is and whatever its order.
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
- PageCompound(p)
+ folio_test_large(page_folio(p))
)
