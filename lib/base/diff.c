/*
 * diff.c: run diff(1). One text is its standard input, the other a file without
 * a name that it inherits.
 */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/diff.h"
#include "base/fs.h"
#include "base/subprocess.h"

#define DIFF_MAX	(64u << 20)	/* bytes of an answer */

enum hcc_status
diff_texts(const char *label_a, const struct buf *a, const char *label_b,
    const struct buf *b, struct buf *out, struct hcc_err *e)
{
	char		 old[32];
	const char	*argv[] = { "/usr/bin/diff", "-ua", "--label", label_a,
			    "--label", label_b, "--", old, "-", NULL };
	struct subprocess s = { .argv = argv, .in = b, .max = DIFF_MAX,
			    .stop_fd = -1 };
	int		 fd = memfd_create("diff", 0), status = 0;
	enum hcc_status	 st;

	if (fd == -1)
		return err_errno(e, "compare '%s' with '%s'", label_a, label_b);
	snprintf(old, sizeof(old), "/dev/fd/%d", fd);
	st = fs_write(fd, buf_str(a), a->len) == -1 ?
	    err_errno(e, "compare '%s' with '%s'", label_a, label_b) :
	    subprocess_run(&s, out, &status, e);
	close(fd);
	if (st != HCC_OK || status < 2)
		return st;
	return err_set(e, HCC_UNAVAILABLE, "compare '%s' with '%s': diff ended "
	    "with status %d", label_a, label_b, status);
}
