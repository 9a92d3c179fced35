// Calls on pages that exist for folios, in one disjunction.
@@
struct page *p;
@@
(
- SetPageUptodate(p)
+ folio_mark_uptodate(page_folio(p))
|
- ClearPageUptodate(p)
+ folio_clear_uptodate(page_folio(p))
|
- trylock_page(p)
+ folio_trylock(page_folio(p))
)
