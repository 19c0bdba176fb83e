/* constants.c: projects whose marked constants are varied
 * (tests/unit/constants.lua). */
#include "cases.h"

int
main(void)
{
	return run_cases("tests/unit/constants.lua");
}
