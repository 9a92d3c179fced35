@@
expression dev;
@@
+ pm_runtime_note(dev);
  pm_runtime_disable(dev);
