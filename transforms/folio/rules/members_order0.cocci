// SPDX-License-Identifier: GPL-2.0-only
// Members of a page that are a folio's.
// effect: order-0
// since: 6.1
// Behaviour stays as it was for pages of order 0; of a large folio, all of it is meant then.
@@
struct page *p;
@@
(
- p->mapping
+ page_folio(p)->mapping
|
- p->index
+ page_folio(p)->index
)
