@@
@@

- if (ready()) {
    ...
- }
