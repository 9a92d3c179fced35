enum color { RED, GREEN, BLUE };
enum other { CYAN, BLUE };
