/* texts.c: JSON as models write it, their reasoning and blocks
 * (tests/unit/texts.lua). */
#include "cases.h"

int
main(void)
{
	return run_cases("tests/unit/texts.lua");
}
