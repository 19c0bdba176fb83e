/*
 * exec_replay.c: the clock of a recorded run.
 *
 * Notes and prompts tell how long a program took, and no two runs take the
 * same time. While hcc-llm(1) records ($HCC_LLM_RECORD), the seconds of each
 * result are kept beside its exchanges, one line a suggestion in runs.jsonl;
 * when it replays ($HCC_LLM_REPLAY), the same program has the seconds that it
 * had then, so that the requests are the same bytes again.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/fs.h"
#include "../lib/js.h"
#include "exec.h"

#define RUNS "runs.jsonl"

static enum hcc_status
record(const char *dir, jv result, struct hcc_err *e)
{
	static const char *const keys[] = { "id", "code_sha256", "seconds" };
	struct buf	 b = BUF_INIT;
	char		 path[4200];
	size_t		 i;
	enum hcc_status	 st;
	jv		 line = jv_object();

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		line = js_put(line, keys[i], js_get(result, keys[i]));
	js_dump(&b, line);
	jv_free(line);
	snprintf(path, sizeof(path), "%s/" RUNS, dir);
	st = fs_mkdirs(AT_FDCWD, dir, e);
	if (st == HCC_OK)
		st = buf_ok(&b) ? fs_append_line(AT_FDCWD, path, b.p, b.len,
		    e) : err_nomem(e);
	buf_release(&b);
	return st;
}

static bool
is_same(jv a, jv b, const char *key)
{
	const char	*x = js_str(a, key, ""), *y = js_str(b, key, "-");

	return strcmp(x, y) == 0;
}

static enum hcc_status
replay(const char *dir, jv *result, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	char		 path[4200];
	const char	*p, *nl;
	enum hcc_status	 st;
	jv		 line;

	snprintf(path, sizeof(path), "%s/" RUNS, dir);
	st = fs_slurp(AT_FDCWD, path, 64u << 20, &b, e);
	for (p = buf_str(&b); st == HCC_OK &&
	    (nl = strchr(p, '\n')) != NULL; p = nl + 1) {
		line = js_parse(p, (size_t)(nl - p), path, 0, NULL);
		if (is_same(line, *result, "id") &&
		    is_same(line, *result, "code_sha256"))
			*result = js_put(*result, "seconds",
			    js_get(line, "seconds"));
		jv_free(line);
	}
	buf_release(&b);
	return st;
}

enum hcc_status
exec_clock(jv *result, struct hcc_err *e)
{
	const char	*to = getenv("HCC_LLM_RECORD");
	const char	*from = getenv("HCC_LLM_REPLAY");

	if (from != NULL && *from != '\0')
		return replay(from, result, e);
	return to != NULL && *to != '\0' ? record(to, *result, e) : HCC_OK;
}
