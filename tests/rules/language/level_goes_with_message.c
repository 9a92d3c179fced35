int f(int x)
{
	printk(KERN_ERR "x is %d\n", x);
	printk(KERN_DEBUG PREFIX "x is %d\n", x);
	printk("x is " MINE "%d\n", x);
}
