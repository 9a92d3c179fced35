int two(struct one *a, struct two *b)
{
	get(a)->second = 3;
	work(&get(a)->second);
	work(&get(a)->second);
	work(&b->first, b->first);
	return get(a)->second;
}
