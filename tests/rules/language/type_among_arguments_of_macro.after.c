module_param(x, int, 0444);
module_param(y, int, 0644);
