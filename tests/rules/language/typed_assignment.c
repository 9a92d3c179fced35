struct device { void *driver_data; };
struct pdev { struct device dev; };
int b(struct pdev *p, struct device *q)
{
	p->dev.driver_data = x;
	q->driver_data = y;
	(&p->dev)->driver_data = z;
}
