DEFINE_SPINLOCK(shared);
static spinlock_t own;
