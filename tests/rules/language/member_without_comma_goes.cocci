@@
identifier I;
expression e;
@@
struct s I = {
- .b = e
};
