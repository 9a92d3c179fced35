// SPDX-License-Identifier: GPL-2.0-only
// Counters of nodes and zones.
// effect: order-0
// since: 6.1
// differs: inc_node_page_state(), dec_node_page_state(), inc_zone_page_state(): one page is
//   counted, where the function of folios counts all pages of a large folio.
// Behaviour stays as it was for pages of order 0; of a large folio, all of it is meant then.
@@
struct page *p;
expression list more;
@@
(
- inc_node_page_state(p, more)
+ node_stat_add_folio(page_folio(p), more)
|
- dec_node_page_state(p, more)
+ node_stat_sub_folio(page_folio(p), more)
|
- inc_zone_page_state(p, more)
+ zone_stat_add_folio(page_folio(p), more)
)
