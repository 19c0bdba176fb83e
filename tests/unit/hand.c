/* hand.c: the brain of those who write programs by hand
 * (tests/unit/hand.lua). */
#include "cases.h"

int
main(void)
{
	return run_cases("tests/unit/hand.lua");
}
