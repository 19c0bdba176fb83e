/* plans.c: what the offline brain plans and drafts next
 * (tests/unit/plans.lua). */
#include "cases.h"

int
main(void)
{
	return run_cases("tests/unit/plans.lua");
}
