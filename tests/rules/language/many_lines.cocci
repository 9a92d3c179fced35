@@
@@

  first();
++second();
++if (ready())
++	third();
