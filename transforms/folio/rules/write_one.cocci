// SPDX-License-Identifier: GPL-2.0-only
// Writing one page, and waiting for it.
// effect: preserves
// since: 6.1
// until: 6.3
// Behaviour stays as it was, whatever page it is and whatever its order.
@@
struct page *p;
@@
- write_one_page(p)
+ folio_write_one(page_folio(p))
