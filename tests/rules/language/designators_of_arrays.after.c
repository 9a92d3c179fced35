int one[] = { AT(0, 1), AT(1, 2), };
int two[] = { AT(4, 1), };
