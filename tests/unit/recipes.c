/* recipes.c: what the offline brain plans, repairs and reports
 * (tests/unit/recipes.lua). */
#include "cases.h"

int
main(void)
{
	return run_cases("tests/unit/recipes.lua");
}
