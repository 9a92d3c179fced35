// SPDX-License-Identifier: GPL-2.0-only
// Reading a page of a file in.
// effect: order-0
// since: 6.1
// differs: read_mapping_page(), read_cache_page(): the result for a large folio is the page asked
//   for, which the cast takes for a folio though it may be a tail page; now it is the folio that
//   has that page.
// The folio that has the page, where the page itself was asked for: the same for pages of order 0.
@@
expression list more;
@@
(
- (struct folio *)read_mapping_page(more)
+ read_mapping_folio(more)
|
- (struct folio *)read_cache_page(more)
+ read_cache_folio(more)
)
