@@
identifier f, p, n;
@@

- f(struct page *p, int n)
+ f(int n, struct page *p)
  {
    ...
    use(p, n);
    ...
  }
