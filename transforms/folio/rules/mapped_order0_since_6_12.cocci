// SPDX-License-Identifier: GPL-2.0-only
// Page tables that map a page.
// effect: order-0
// since: 6.12
// differs: page_move_anon_rmap(): no kernel looked at has both functions, so that what this did at
//   other orders is not compared.
// Behaviour stays as it was for pages of order 0; of a large folio, all of it is meant then.
@@
struct page *p;
expression list more;
@@
- page_move_anon_rmap(p, more)
+ folio_move_anon_rmap(page_folio(p), more)
