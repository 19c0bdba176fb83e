/* memory.c: what the offline brain knows of what was tried and of similar tasks
 * (tests/unit/memory.lua). */
#include "cases.h"

int
main(void)
{
	return run_cases("tests/unit/memory.lua");
}
