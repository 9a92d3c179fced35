@@
statement list both;
expression e;
@@
- if (e) { both }
- else { both }
+ { both }
