/*
 * hcc-digest: a filter: raw log of a run in, the facts out.
 *
 * Reads files or standard input and keeps nothing on disk. A log that is
 * still growing is read as far as it is written; a pipe is read to its end.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/tool.h"
#include "digest/digest.h"

static const struct tool_opt opts[] = {
	{ 't', "tokens", "never print more than this (8000)" },
	{ 'r', NULL, "print the bytes of the log that a line stands for" },
	{ 0, NULL, NULL }
};

struct args {
	struct tool	*tool;
	struct dig_opts	 dig;
};

static bool
option(void *ctx, int letter, const char *arg)
{
	struct args	*a = ctx;
	char		*end;
	unsigned long	 n;

	if (letter == 'r') {
		a->dig.ranges = true;
		return true;
	}
	errno = 0;
	n = strtoul(arg, &end, 10);
	if (errno != 0 || end == arg || *end != '\0' || *arg == '-' ||
	    n < 100 || n > 1000000) {
		tool_warn(a->tool, "read option -t '%s': not a number from "
		    "100 to 1000000", arg);
		return false;
	}
	a->dig.max_tokens = n;
	return true;
}

static enum hcc_status
digest_stdin(const struct dig_opts *o, struct buf *out, struct hcc_err *e)
{
	struct digest	*d = NULL;
	enum hcc_status	 st;

	if ((st = dig_open(&d, o, e)) == HCC_OK &&
	    (st = dig_drain(d, STDIN_FILENO, "standard input", e)) == HCC_OK)
		st = dig_finish(d, out, e);
	dig_close(d);
	return st;
}

static void
digest_one(struct args *a, const char *path, bool title)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct buf	 out = BUF_INIT;
	enum hcc_status	 st;

	if (strcmp(path, "-") == 0)
		st = digest_stdin(&a->dig, &out, &e);
	else
		st = dig_file(AT_FDCWD, path, &a->dig, &out, &e);
	if (st != HCC_OK)
		tool_fail(a->tool, &e);
	else {
		if (title)
			printf("==> %s <==\n", path);
		fwrite(buf_str(&out), 1, out.len, stdout);
	}
	buf_release(&out);
}

int
main(int argc, char **argv)
{
	struct tool	 t = { "hcc-digest", "[log ...]",
	    "the facts of a run's log", opts, false, false, HCC_OK };
	struct args	 a = { &t, { 0, false } };
	int		 i, n;

	i = n = tool_options(&t, argc, argv, option, &a);
	if (i == argc)
		digest_one(&a, "-", false);
	for (; i < argc; i++)
		digest_one(&a, argv[i], argc - n > 1);
	return tool_finish(&t);
}
