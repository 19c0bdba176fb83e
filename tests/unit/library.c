/* library.c: what is known of a task, and which recipes suit it
 * (tests/unit/library.lua). */
#include "cases.h"

int
main(void)
{
	return run_cases("tests/unit/library.lua");
}
