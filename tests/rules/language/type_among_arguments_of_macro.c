module_param(x, int, 0644);
module_param(y, int, 0644);
