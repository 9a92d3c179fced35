@a@
expression e;
identifier other;
@@

first(e);

@b extends a@
type T;
@@

- second(e);
+ third(e);
