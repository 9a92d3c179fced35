// The head of a loop by macro, of any body.
@@
iterator name for_each_online_cpu, each_online;
expression cpu;
statement S;
@@
- for_each_online_cpu(cpu) S
+ each_online(cpu) S
