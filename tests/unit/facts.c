/* facts.c: what prompts tell of time, of programs and of plans
 * (tests/unit/facts.lua). */
#include "cases.h"

int
main(void)
{
	return run_cases("tests/unit/facts.lua");
}
