@@
expression e;
@@

  if (e) return;
+ work();
