/* answers.c: how much and what of a model's answer is taken
 * (tests/unit/answers.lua). */
#include "cases.h"

int
main(void)
{
	return run_cases("tests/unit/answers.lua");
}
