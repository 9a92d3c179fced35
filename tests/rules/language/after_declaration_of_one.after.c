int a;
int more;
int b, c;
