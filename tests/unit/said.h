/*
 * said.h: JSON as a unit test writes it.
 */
#ifndef HCC_TESTS_UNIT_SAID_H
#define HCC_TESTS_UNIT_SAID_H

#include <string.h>

#include "base/buf.h"
#include "base/json.h"

/* JSON (consumed) with single quotes; until the next call. */
static const char *
said(jv v)
{
	static struct buf	 b = BUF_INIT;
	char			*quote;

	buf_reset(&b);
	json_dump(&b, v);
	jv_free(v);
	while ((quote = strchr(b.p, '"')) != NULL)
		*quote = '\'';
	return buf_str(&b);
}

#endif
