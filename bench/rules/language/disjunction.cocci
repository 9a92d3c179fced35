// The first that matches, of expressions with terms in common.
@@
expression e, f;
@@
(
- min(e, f) + 1
+ beyond_least(e, f)
|
- min(e, f)
+ least(e, f)
|
- max(e, f)
+ most(e, f)
)
