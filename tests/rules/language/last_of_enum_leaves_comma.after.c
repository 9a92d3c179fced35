enum color { RED, GREEN, };
enum other { CYAN, BLUE };
