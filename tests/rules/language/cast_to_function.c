int one(struct work *w)
{
	start(w, (void (*)(void *))work);
	start(w, (work_fn)work);
	return 0;
}
