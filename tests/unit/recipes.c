/* recipes.c: recipes, their repair, the library and programs
 * (tests/unit/recipes.lua). */
#include "cases.h"

int
main(void)
{
	return run_cases("tests/unit/recipes.lua");
}
