#pragma omp parallel for
#pragma omp critical
#pragma once
int x;
