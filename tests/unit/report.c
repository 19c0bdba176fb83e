/* report.c: what the offline brain says of a task and of its phases
 * (tests/unit/report.lua). */
#include "cases.h"

int
main(void)
{
	return run_cases("tests/unit/report.lua");
}
