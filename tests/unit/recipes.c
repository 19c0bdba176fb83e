/* recipes.c: recipes, their variations and repair, and programs
 * (tests/unit/recipes.lua). */
#include "cases.h"

int
main(void)
{
	return run_cases("tests/unit/recipes.lua");
}
