#include <linux/a.h>
#include <linux/b.h>
#include "own.h"
