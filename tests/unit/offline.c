/* offline.c: the brains that need no model, and what they make of other kinds
 * of tasks than tables (tests/unit/offline.lua). */
#include "cases.h"

int
main(void)
{
	return run_cases("tests/unit/offline.lua");
}
