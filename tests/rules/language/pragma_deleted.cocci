@@
pragmainfo p;
@@
- #pragma omp p
