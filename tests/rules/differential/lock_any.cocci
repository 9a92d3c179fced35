// The same, beyond the first unlock.
@@
expression l, flags;
@@
- spin_lock_irqsave(l, flags);
+ irq_section_enter(l, flags);
  ... when any
- spin_unlock_irqrestore(l, flags);
+ irq_section_leave(l, flags);
