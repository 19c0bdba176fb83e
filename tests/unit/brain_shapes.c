/* brain_shapes.c: shapes of answers that nobody asked for, read all the same
 * (tests/unit/brain_shapes.lua). */
#include "cases.h"

int
main(void)
{
	return run_cases("tests/unit/brain_shapes.lua");
}
