// SPDX-License-Identifier: GPL-2.0-only
// Page tables that map a page.
// effect: preserves
// since: 6.1
// Behaviour stays as it was, whatever page it is and whatever its order.
@@
struct page *p;
@@
(
- total_mapcount(p)
+ folio_mapcount(page_folio(p))
|
- page_anon_vma(p)
+ folio_anon_vma(page_folio(p))
|
- page_get_anon_vma(p)
+ folio_get_anon_vma(page_folio(p))
|
- page_mapped(p)
+ folio_mapped(page_folio(p))
|
- page_maybe_dma_pinned(p)
+ folio_maybe_dma_pinned(page_folio(p))
)
