/*
 * replay.c: one line an attempt, looked up by id, program and outcome.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "run/replay.h"

#define RUNS "runs.jsonl"

/* What says that two runs are the same, and what the machine gave. */
static const char *const same[] = { "id", "code_sha256", "status" };
static const char *const given[] = { "start", "end", "seconds", "cpu_s",
    "peak_memory", "host", "cores", "time_limit" };

enum { SAME = sizeof(same) / sizeof(same[0]),
    GIVEN = sizeof(given) / sizeof(given[0]) };

enum hcc_status
replay_keep(const char *dir, jv run, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	char		 path[4200];
	size_t		 i;
	enum hcc_status	 st;
	jv		 line = jv_object();

	for (i = 0; i < SAME; i++)
		line = json_put(line, same[i], json_get(run, same[i]));
	for (i = 0; i < GIVEN; i++)
		line = json_put(line, given[i], json_get(run, given[i]));
	json_dump(&b, line);
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
is_same(jv a, jv b)
{
	size_t	 i;

	for (i = 0; i < SAME; i++)
		if (strcmp(json_str(a, same[i], ""), json_str(b, same[i], "-")) !=
		    0)
			return false;
	return true;
}

enum hcc_status
replay_put(const char *dir, jv *run, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	char		 path[4200];
	const char	*p, *nl;
	size_t		 i;
	enum hcc_status	 st;
	jv		 line;

	snprintf(path, sizeof(path), "%s/" RUNS, dir);
	st = fs_read(AT_FDCWD, path, 64u << 20, &b, e);
	for (p = buf_str(&b); st == HCC_OK &&
	    (nl = strchr(p, '\n')) != NULL; p = nl + 1) {
		line = json_parse(p, (size_t)(nl - p), path, 0, NULL);
		if (is_same(line, *run))
			for (i = 0; i < GIVEN; i++)
				*run = json_put(*run, given[i],
				    json_get(line, given[i]));
		jv_free(line);
	}
	buf_release(&b);
	return st;
}
