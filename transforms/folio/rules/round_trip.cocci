// SPDX-License-Identifier: GPL-2.0-only
// What the other rules leave where a page is a folio's own.
// effect: preserves
// order: last
// since: 6.1
@@
struct folio *f;
@@
(
- page_folio(&f->page)
+ f
|
- page_folio(folio_page(f, 0))
+ f
)
