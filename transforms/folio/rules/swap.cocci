// SPDX-License-Identifier: GPL-2.0-only
// Swap.
// effect: preserves
// since: 6.1
// Behaviour stays as it was, whatever page it is and whatever its order.
@@
struct page *p;
@@
(
- try_to_free_swap(p)
+ folio_free_swap(page_folio(p))
|
- page_stable_node(p)
+ folio_stable_node(page_folio(p))
)
