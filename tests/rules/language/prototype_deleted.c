extern int a(void);
extern char *b(int x, int y);
int c(void);
