// SPDX-License-Identifier: GPL-2.0-only
// Zeroing parts of a page.
// effect: preserves
// since: 6.1
// Behaviour stays as it was, where the page is no tail page.
@@
struct page *p;
expression list more;
@@
(
- zero_user_segment(p, more)
+ folio_zero_segment(page_folio(p), more)
|
- zero_user_segments(p, more)
+ folio_zero_segments(page_folio(p), more)
)
