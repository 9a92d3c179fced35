// SPDX-License-Identifier: GPL-2.0-only
// What a filesystem keeps in a page.
// effect: changes
// since: 6.1
// differs: page_private(): the result is an unsigned long, where folio_get_private() returns a
//   pointer; for a tail page it is not what the folio has.
// differs: page_has_buffers(): this tests PG_private, where folio_buffers() returns the private
//   pointer itself: the answers differ where one of both is set alone, as in pages of the swap
//   cache and movable pages of drivers, which have private without the flag.
//   folio_attach_private() and folio_detach_private() set and clear both, so that for pages of the
//   page cache that have buffers or nothing there the answer is the same.
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
