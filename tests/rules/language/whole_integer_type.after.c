float a;
unsigned int b;
long int c;
float d;
const float *e;

float one(float x, unsigned int *y)
{
	return (float)*y + sizeof(float) + sizeof(unsigned int) +
	       take(x, float);
}
