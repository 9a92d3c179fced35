@@
@@
+ long second(void) { turn(2); }
- int first(void) { turn(1); }
