/* judgements.c: what the offline brain says of results
 * (tests/unit/judgements.lua). */
#include "cases.h"

int
main(void)
{
	return run_cases("tests/unit/judgements.lua");
}
