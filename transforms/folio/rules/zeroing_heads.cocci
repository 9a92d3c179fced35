// SPDX-License-Identifier: GPL-2.0-only
// Zeroing parts of a page.
// effect: order-0
// heads: preserves
// since: 6.1
// differs: zero_user_segment(), zero_user_segments(): offsets count from that page, for a folio
//   from its first one.
// Behaviour stays as it was for a page that is a folio's first one; a tail page means another.
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
