@@
symbol one;
@@

  struct pair one = {
+   .owner = ME,
  };
