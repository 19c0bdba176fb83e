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
static const struct record_field fields[] = {
	RECORD_STR(struct run, id, 0),
	RECORD_STR(struct run, code_sha256, 0),
	RECORD_STR(struct run, status, 0),
	RECORD_NUM(struct run, start, 0),
	RECORD_NUM(struct run, end, 0),
	RECORD_NUM(struct run, seconds, 0),
	RECORD_NUM(struct run, cpu_s, 0),
	RECORD_NUM(struct run, peak_memory, 0),
	RECORD_NUM(struct run, silent_s, RECORD_OPTIONAL),
	RECORD_STR(struct run, host, 0),
	RECORD_INT(struct run, cores, 0, 0),
	RECORD_NUM(struct run, time_limit, 0),
};
static const struct record line_record = RECORD(struct run, fields);

enum hcc_status
replay_keep(const char *dir, const struct run *r, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	char		 path[4200];
	enum hcc_status	 st;
	jv		 line = record_json(&line_record, r);

	json_dump(&b, line);
	jv_free(line);
	snprintf(path, sizeof(path), "%s/" RUNS, dir);
	st = fs_mkdirs(AT_FDCWD, dir, e);
	if (st == HCC_OK)
		st = fs_append_line(AT_FDCWD, path, b.p, b.len, e);
	buf_release(&b);
	return st;
}

static bool
equal(const char *a, const char *b)
{
	return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* Take over what the machine gave to the same run. */
static void
take_over(struct run *r, const struct run *was)
{
	if (!equal(r->id, was->id) || !equal(r->status, was->status) ||
	    !equal(r->code_sha256, was->code_sha256))
		return;
	record_set(&r->host, was->host);
	r->start = was->start;
	r->end = was->end;
	r->seconds = was->seconds;
	r->cpu_s = was->cpu_s;
	r->peak_memory = was->peak_memory;
	r->silent_s = was->silent_s;
	r->cores = was->cores;
	r->time_limit = was->time_limit;
}

enum hcc_status
replay_put(const char *dir, struct run *r, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	struct run	 was;
	char		 path[4200];
	const char	*p, *nl;
	enum hcc_status	 st;
	jv		 line;

	snprintf(path, sizeof(path), "%s/" RUNS, dir);
	st = fs_read(AT_FDCWD, path, 64u << 20, &b, e);
	for (p = buf_str(&b); st == HCC_OK &&
	    (nl = strchr(p, '\n')) != NULL; p = nl + 1) {
		line = json_parse(p, (size_t)(nl - p), path, 0, NULL);
		record_read(&line_record, line, &was);
		take_over(r, &was);
		record_free(&line_record, &was);
		jv_free(line);
	}
	buf_release(&b);
	return st;
}
