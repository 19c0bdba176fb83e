/*
 * hcc-digest: a filter: raw log of a run in, the facts out.
 *
 * Reads files or standard input and keeps nothing on disk. A log that is
 * still growing is read as far as it is written; a pipe is read to its end.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/tool.h"
#include "digest/digest.h"

struct args {
	struct tool	 tool;
	int		 tokens;	/* -t */
	struct digest_opts	 dig;
};

#define OPT_STRUCT struct args
static const struct tool_opt opts[] = {
	OPT_COUNT('t', "tokens", tokens, 100, 1000000,
	    "never print more than this (8000)"),
	OPT_FLAG('r', dig.ranges,
	    "begin each line with the bytes of the log that it is from"),
	OPT_END
};

static enum hcc_status
digest_stdin(const struct digest_opts *o, struct buf *out, struct hcc_err *e)
{
	struct digest	*d = digest_open(o);
	enum hcc_status	 st;

	if ((st = digest_drain(d, STDIN_FILENO, "standard input", e)) == HCC_OK)
		digest_finish(d, out);
	digest_close(d);
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
		st = digest_file(AT_FDCWD, path, &a->dig, &out, &e);
	if (st != HCC_OK)
		tool_fail(&a->tool, &e);
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
	struct args	 a = { .tool = { .name = "hcc-digest",
	    .operands = "[log ...]", .opts = opts,
	    .about = "the facts of a run's log" } };
	int		 i, n;

	i = n = tool_options(&a.tool, argc, argv, &a);
	a.dig.max_tokens = (size_t)a.tokens;
	a.dig.fill = a.dig.max_tokens > 0;
	if (i == argc)
		digest_one(&a, "-", false);
	for (; i < argc; i++)
		digest_one(&a, argv[i], argc - n > 1);
	return tool_finish(&a.tool);
}
