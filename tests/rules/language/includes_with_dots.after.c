#include <linux/a.h>
#include <linux/b.h>
#include <linux/new.h>
#include "own.h"
