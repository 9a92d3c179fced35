// Statements added after one, braces where they are wanted.
@@
expression dev;
@@
  pm_runtime_enable(dev);
+ pm_runtime_note(dev);
