/* brain_asks.c: what the model brain asks, and what it does with no answer
 * (tests/unit/brain_asks.lua). */
#include "cases.h"

int
main(void)
{
	return run_cases("tests/unit/brain_asks.lua");
}
