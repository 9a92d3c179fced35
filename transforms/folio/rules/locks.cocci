// SPDX-License-Identifier: GPL-2.0-only
// The page lock, and waiting for it.
// effect: preserves
// since: 6.1
// Behaviour stays as it was, whatever page it is and whatever its order.
@@
struct page *p;
expression list more;
@@
(
- lock_page(p)
+ folio_lock(page_folio(p))
|
- trylock_page(p)
+ folio_trylock(page_folio(p))
|
- lock_page_killable(p)
+ folio_lock_killable(page_folio(p))
|
- __lock_page(p)
+ __folio_lock(page_folio(p))
|
- unlock_page(p)
+ folio_unlock(page_folio(p))
|
- wait_on_page_locked(p)
+ folio_wait_locked(page_folio(p))
|
- wait_on_page_locked_killable(p)
+ folio_wait_locked_killable(page_folio(p))
|
- wait_on_page_bit(p, more)
+ folio_wait_bit(page_folio(p), more)
|
- wait_on_page_bit_killable(p, more)
+ folio_wait_bit_killable(page_folio(p), more)
|
- put_and_wait_on_page_locked(p, more)
+ folio_put_wait_locked(page_folio(p), more)
)
