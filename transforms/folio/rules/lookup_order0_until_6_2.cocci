// SPDX-License-Identifier: GPL-2.0-only
// Looking for a page of a file; what is absent is NULL, an error pointer in later versions.
// effect: order-0
// since: 6.1
// until: 6.2
// differs: find_get_page(), find_lock_page(), grab_cache_page(), find_or_create_page(): the result
//   for a large folio is the page asked for, which the cast takes for a folio though it may be a
//   tail page; now it is the folio that has that page.
// The folio that has the page, where the page itself was asked for: the same for pages of order 0.
@@
expression m, i, gfp;
@@
(
- (struct folio *)find_get_page(m, i)
+ filemap_get_folio(m, i)
|
- (struct folio *)find_lock_page(m, i)
+ filemap_lock_folio(m, i)
|
- (struct folio *)grab_cache_page(m, i)
+ __filemap_get_folio(m, i, FGP_LOCK | FGP_ACCESSED | FGP_CREAT, mapping_gfp_mask(m))
|
- (struct folio *)find_or_create_page(m, i, gfp)
+ __filemap_get_folio(m, i, FGP_LOCK | FGP_ACCESSED | FGP_CREAT, gfp)
)
