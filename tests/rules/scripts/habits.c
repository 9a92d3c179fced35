// SPDX-License-Identifier: GPL-2.0-only
/* Habits that the kernel's own semantic patches mend, one a function. */

struct box {
	int *items;
	bool full;
	struct resource *res;
	char *name;
};

static int copy_text(struct box *b, const char *from)
{
	b->name = kmalloc(strlen(from) + 1, GFP_KERNEL);
	if (!b->name)
		return -ENOMEM;
	strcpy(b->name, from);
	return 0;
}

static void *copy_bytes(const void *from, size_t size)
{
	void *to;

	to = kmalloc(size, GFP_KERNEL);
	if (!to)
		return NULL;
	memcpy(to, from, size);
	return to;
}

static int copy_user(void __user *from, size_t size)
{
	char *to;

	to = kmalloc(size, GFP_KERNEL);
	if (!to)
		return -ENOMEM;
	if (copy_from_user(to, from, size)) {
		kfree(to);
		return -EFAULT;
	}
	kfree(to);
	return 0;
}

static int error_or_zero(struct clk *clk)
{
	if (IS_ERR(clk))
		return PTR_ERR(clk);
	return 0;
}

static int error_or_else(struct clk *clk)
{
	if (IS_ERR(clk))
		return PTR_ERR(clk);
	else
		return 0;
}

static int error_in_term(struct clk *clk)
{
	return IS_ERR(clk) ? PTR_ERR(clk) : 0;
}

static size_t length(struct resource *res)
{
	return (res->end - res->start) + 1;
}

static size_t length_again(struct box *b)
{
	size_t size = b->res->end - b->res->start + 1;

	return size;
}

static int own_open(struct inode *inode, struct file *file)
{
	file->private_data = inode->i_private;
	return 0;
}

static const struct file_operations own_fops = {
	.open = own_open,
	.read = own_read,
	.llseek = own_llseek,
};

static unsigned long pages(struct vm_area_struct *vma)
{
	return (vma->vm_end - vma->vm_start) >> PAGE_SHIFT;
}

static int *cast_result(int n)
{
	int *a = (int *)kmalloc(n, GFP_KERNEL);

	return a;
}

static struct box *clear(void)
{
	struct box *b;

	b = kmalloc(sizeof(*b), GFP_KERNEL);
	if (!b)
		return NULL;
	memset(b, 0, sizeof(*b));
	return b;
}

static void *pass_error(void *p)
{
	return ERR_PTR(PTR_ERR(p));
}

static void drop(struct box *b)
{
	if (b->items)
		kfree(b->items);
	if (b->name != NULL)
		kfree(b->name);
}

static void each(struct device_node *root)
{
	struct device_node *child;

	for_each_child_of_node(root, child) {
		if (use(child)) {
			of_node_put(child);
			continue;
		}
	}
}

static int leak(struct device_node *root)
{
	struct device_node *child;

	for_each_child_of_node(root, child) {
		if (use(child))
			return 1;
	}
	return 0;
}

static int first(struct device_node *root, struct device_node *child)
{
	for_each_child_of_node(root, child) {
		if (use(child))
			break;
	}
	return 0;
}

static int numbers[] = { 1, 2, 3 };

static size_t count(void)
{
	return sizeof(numbers) / sizeof(numbers[0]) + sizeof(numbers) / sizeof(*numbers);
}

static struct box *wrong_size(void)
{
	struct box *b;
	int **rows;

	b = kmalloc(sizeof(struct box *), GFP_KERNEL);
	rows = kmalloc(sizeof(int), GFP_KERNEL);
	return b;
}

static bool truth(int a)
{
	bool set;

	set = a == 3 ? true : false;
	return (a > 2) ? true : false;
}

static bool number_for_bool(int a)
{
	bool done = 0;

	done = 1;
	if (done == true)
		return 1;
	return 0;
}

static void bug(int a)
{
	if (a == 3)
		BUG();
	if (a) {
		BUG();
	}
}

static int needless(int a)
{
	int ret = 0;

	use(a);
	return ret;
}

static void semicolons(int a)
{
	switch (a) {
	case 1:
		use(a);
	};
	while (a) {
		use(a);
	};
}

static int warned(int a)
{
	if (a > 3)
		WARN_ON(1);
	return a;
}

static bool bits(int a)
{
	return a & 1 && a & 2;
}

static void twice(int a, int b)
{
	if (a || a || b)
		use(a);
}

static void owner(void)
{
	struct platform_driver d;

	debugfs_create_file("x", 0644, NULL, NULL, &own_fops);
}

static struct platform_driver driver = {
	.driver = {
		.name = "own",
		.owner = THIS_MODULE,
	},
};

static void irq(struct platform_device *pdev)
{
	int irq;

	irq = platform_get_irq(pdev, 0);
	if (irq < 0) {
		dev_err(&pdev->dev, "no irq\n");
		return;
	}
	request_threaded_irq(irq, NULL, own_thread, 0, "own", NULL);
}

static void power(struct device *dev)
{
	int ret;

	ret = pm_runtime_get_sync(dev);
	if (ret < 0)
		return;
}

static void object(struct kobject *kobj)
{
	struct device *dev = container_of(kobj, struct device, kobj);

	use(dev);
}

static int list_walk(struct list_head *head)
{
	struct box *b;

	list_for_each_entry(b, head, list) {
		if (b == NULL)
			continue;
		if (b)
			use(b);
		else
			return 1;
	}
	return 0;
}

static void atomic_under_lock(spinlock_t *lock)
{
	void *p;

	spin_lock(lock);
	p = kmalloc(3, GFP_KERNEL);
	spin_unlock(lock);
}

static int wrong_error(struct box *p, struct box *q)
{
	if (IS_ERR(p))
		return PTR_ERR(q);
	return 0;
}

static int null_not_error(void)
{
	struct box *b;

	b = kmalloc(sizeof(*b), GFP_KERNEL);
	if (IS_ERR(b))
		return PTR_ERR(b);
	return 0;
}

static int null_is_zero(struct box *b)
{
	if (b == 0)
		return 1;
	if (0 != b->name)
		return 2;
	return 0;
}

static void sensitive(char *key, size_t n)
{
	memzero_explicit(key, n);
	kfree(key);
}

static void *either(size_t size)
{
	void *p = kmalloc(size, GFP_KERNEL | __GFP_NOWARN);

	if (!p)
		p = vmalloc(size);
	return p;
}

static void mismatch(void)
{
	void *p = vmalloc(3);

	kfree(p);
}

static ssize_t size_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return snprintf(buf, PAGE_SIZE, "%d\n", 1);
}

static void one_element(void)
{
	int uninitialized_var(x);

	use(x);
}

struct tail {
	int count;
	int data[0];
};
