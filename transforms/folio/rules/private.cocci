// SPDX-License-Identifier: GPL-2.0-only
// What a filesystem keeps in a page.
// effect: preserves
// since: 6.1
// Behaviour stays as it was, whatever page it is and whatever its order.
// Two rules, as the one is called with the other's result.
@@
struct page *p;
@@
- detach_page_private(p)
+ folio_detach_private(page_folio(p))

@@
struct page *p;
expression list more;
@@
- attach_page_private(p, more)
+ folio_attach_private(page_folio(p), more)
