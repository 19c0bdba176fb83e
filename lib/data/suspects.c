/*
 * suspects.c: to be filled.
 */
#include "data/suspects.h"

enum hcc_status
find_suspects(struct profile *p, struct hcc_err *e)
{
	(void)p;
	(void)e;
	return HCC_OK;
}
