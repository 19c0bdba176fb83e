/*
 * in_base.h: tests of bases in a directory of their own, and entries for them.
 */
#ifndef HCC_TESTS_UNIT_IN_BASE_H
#define HCC_TESTS_UNIT_IN_BASE_H

#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/json.h"
#include "tap.h"
#include "wisdom/wisdom.h"

static struct hcc_err	 err;

static inline jv
numbered(int i)
{
	char	 s[300];

	snprintf(s, sizeof(s), "{\"task\":\"task %d\",\"descriptor\":\"about "
	    "number%d\",\"text\":\"wisdom of number%d\",\"tags\":[\"t\"],"
	    "\"created\":\"2026-01-01T00:00:%02dZ\"}", i, i, i, i % 60);
	return jv_parse(s);
}

/* Export for wis_export(), to a struct buf. */
static inline enum hcc_status
collect(void *ctx, jv entry, struct hcc_err *e)
{
	struct buf	*b = ctx;

	(void)e;
	json_dump(b, entry);
	buf_addc(b, '\n');
	jv_free(entry);
	return HCC_OK;
}

/* Call the tests there, remove it. */
static int
in_directory(void (*const tests[])(void), size_t n)
{
	char	 dir[] = "/tmp/hcc-unit.XXXXXX";
	size_t	 i;

	if (mkdtemp(dir) == NULL || chdir(dir) != 0)
		return 1;
	for (i = 0; i < n; i++)
		tests[i]();
	OK("the directory of the test is removed", chdir("/") == 0 &&
	    fs_remove(AT_FDCWD, dir, &err) == HCC_OK);
	return tap_done();
}

#endif
