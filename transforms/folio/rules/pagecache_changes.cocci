// SPDX-License-Identifier: GPL-2.0-only
// The page cache.
// effect: changes
// since: 6.1
// Behaviour, or the type of the result, is another: look at each place.
@@
struct page *p;
@@
(
- page_mapping(p)
+ folio_mapping(page_folio(p))
|
- page_file_mapping(p)
+ folio_file_mapping(page_folio(p))
|
- page_index(p)
+ folio_index(page_folio(p))
)
