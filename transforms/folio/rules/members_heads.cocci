// SPDX-License-Identifier: GPL-2.0-only
// Members of a page that are a folio's.
// effect: order-0
// heads: preserves
// since: 6.1
// differs: ->mapping, ->index: a tail page has none of its own, its folio has those of its first
//   page.
// Behaviour stays as it was for a page that is a folio's first one; a tail page means another.
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
