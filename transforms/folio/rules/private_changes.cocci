// SPDX-License-Identifier: GPL-2.0-only
// What a filesystem keeps in a page.
// effect: changes
// since: 6.1
// Behaviour, or the type of the result, is another: look at each place.
@@
struct page *p;
@@
(
- page_private(p)
+ folio_get_private(page_folio(p))
|
- page_has_buffers(p)
+ folio_buffers(page_folio(p))
)
