@@
expression E;
@@
- WARN(E, ...);
