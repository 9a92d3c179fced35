typedef struct one one_t;
typedef int number;

one_t *first;
number second;

int third(number a, one_t *b)
{
	return work(sizeof(one_t)) + a;
}
