@@
identifier x;
@@

(
- first
|
- second
)
- (x->dev, ...);
