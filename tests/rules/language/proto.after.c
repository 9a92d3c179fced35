extern int a(void);
extern char *b(void);
int c(int x);
