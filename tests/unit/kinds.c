/* kinds.c: what the recipes make of words, pictures and wide tables
 * (tests/unit/kinds.lua). */
#include "cases.h"

int
main(void)
{
	return run_cases("tests/unit/kinds.lua");
}
