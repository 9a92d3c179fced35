@@
expression dev, text;
expression list rest;
@@
- shout(dev, text, rest)
+ say(text, dev, rest)
