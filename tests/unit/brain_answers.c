/* brain_answers.c: what models answer (tests/unit/brain_answers.lua), read by
 * the code that reads it in the brain. */
#include "cases.h"

int
main(void)
{
	return run_cases("tests/unit/brain_answers.lua");
}
