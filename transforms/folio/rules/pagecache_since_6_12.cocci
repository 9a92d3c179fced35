// SPDX-License-Identifier: GPL-2.0-only
// The page cache.
// effect: preserves
// since: 6.12
// Behaviour stays as it was, whatever page it is and whatever its order.
@@
struct page *p;
expression first;
@@
- generic_error_remove_page(first, p)
+ generic_error_remove_folio(first, page_folio(p))
