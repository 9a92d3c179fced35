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
	leaf_drop(ops->first(t));
	leaf_drop((*ops->first)(t));
	leaf_drop(ops->pick(1));
	leaf_drop(ops->table[2](3));
	leaf_drop(ops->maker()(1));
	leaf_drop(hook());
	leaf_drop(chosen(1)());
	leaf_drop(cb(2));
	leaf_drop((*cb)(2));
	leaf_drop(fn(1));
	drop(ops->count(t));
	drop(ops->first);
	drop(cb);
}
