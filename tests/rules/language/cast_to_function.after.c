int one(struct work *w)
{
	start(w, work);
	start(w, work);
	return 0;
}
