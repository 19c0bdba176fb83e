/* offline.c: the brain that needs no model, its repairs, and projects
 * (tests/unit/offline.lua). */
#include "cases.h"

int
main(void)
{
	return run_cases("tests/unit/offline.lua");
}
