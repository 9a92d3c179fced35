
struct one *first;
int second;

int third(int a, struct one *b)
{
	return work(sizeof(struct one)) + a;
}
