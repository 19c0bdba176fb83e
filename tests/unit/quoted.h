/*
 * quoted.h: JSON in single quotes, read and put into files.
 */
#ifndef HCC_TESTS_UNIT_QUOTED_H
#define HCC_TESTS_UNIT_QUOTED_H

#include "base/buf.h"
#include "base/json.h"
#include "put.h"

/* JSON that is written with single quotes and plain newlines. */
static inline jv
parse(const char *s)
{
	struct buf	 b = BUF_INIT;
	jv		 v;

	for (; *s != '\0'; s++)
		if (*s == '\n')
			buf_adds(&b, "\\n");
		else
			buf_addc(&b, *s == '\'' ? '"' : *s);
	v = jv_parse(buf_str(&b));
	buf_release(&b);
	return v;
}

static inline void
put_quoted(const char *name, const char *s)
{
	struct buf	 b = BUF_INIT;
	jv		 v = parse(s);

	json_dump(&b, v);
	jv_free(v);
	put(name, buf_str(&b));
	buf_release(&b);
}

#endif
