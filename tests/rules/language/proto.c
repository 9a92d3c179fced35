int a(void);
char *b(void);
int c(int x);
