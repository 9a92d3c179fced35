// SPDX-License-Identifier: GPL-2.0-only
// Swap.
// effect: preserves
// since: 6.12
// Behaviour stays as it was, whatever page it is and whatever its order.
@@
struct page *p;
@@
- set_page_stable_node(p)
+ folio_set_stable_node(page_folio(p))
