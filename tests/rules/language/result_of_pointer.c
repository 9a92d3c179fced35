typedef struct leaf *pick_fn(int);
typedef struct leaf *(*pick_p)(int);
struct tree_ops {
	struct leaf *(*first)(struct tree *t);
	pick_fn *pick;
	pick_p table[4];
	int (*count)(struct tree *t);
	struct leaf *(*(*maker)(void))(int);
};
static struct leaf *(*hook)(void);
struct leaf *(*chosen(int n))(void);

void walk(struct tree *t, struct tree_ops *ops, struct leaf *(*cb)(int), pick_fn *fn)
{
	drop(ops->first(t));
	drop((*ops->first)(t));
	drop(ops->pick(1));
	drop(ops->table[2](3));
	drop(ops->maker()(1));
	drop(hook());
	drop(chosen(1)());
	drop(cb(2));
	drop((*cb)(2));
	drop(fn(1));
	drop(ops->count(t));
	drop(ops->first);
	drop(cb);
}
