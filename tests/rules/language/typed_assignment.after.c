struct device { void *driver_data; };
struct pdev { struct device dev; };
int b(struct pdev *p, struct device *q)
{
	p->dev.driver_data = x;
	dev_set_drvdata(q, y);
	dev_set_drvdata((&p->dev), z);
}
