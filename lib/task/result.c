/*
 * result.c: the tables of run.json and result.json.
 */
#include <stdio.h>
#include <string.h>

#include "task/result.h"

static const struct record_field cause_fields[] = {
	RECORD_STR(struct cause, class, 0),
	RECORD_STR(struct cause, message, 0),
	RECORD_STR(struct cause, frame, 0),
	RECORD_STR(struct cause, at, 0),
};
const struct record cause_record = RECORD(struct cause, cause_fields);

static const struct record_field held_by_fields[] = {
	RECORD_STR(struct held_by, time, RECORD_OPTIONAL),
	RECORD_STR(struct held_by, cpu, RECORD_OPTIONAL),
	RECORD_STR(struct held_by, memory, RECORD_OPTIONAL),
	RECORD_STR(struct held_by, processes, RECORD_OPTIONAL),
	RECORD_STR(struct held_by, disk, RECORD_OPTIONAL),
	RECORD_STR(struct held_by, output, RECORD_OPTIONAL),
};
const struct record held_by_record = RECORD(struct held_by, held_by_fields);

static const struct record_field base_fields[] = {
	RECORD_STR(struct base, id, 0),
	RECORD_NUM(struct base, score, 0),
	RECORD_NUM(struct base, noise, RECORD_OPTIONAL),
	RECORD_JSON(struct base, folds, RECORD_OPTIONAL),
};
const struct record base_record = RECORD(struct base, base_fields);

static const struct record_field run_fields[] = {
	RECORD_STR(struct run, id, 0),
	RECORD_STR(struct run, hcc, 0),
	RECORD_STR(struct run, status, 0),
	RECORD_STR(struct run, command, RECORD_OPTIONAL),
	RECORD_STR(struct run, host, RECORD_OPTIONAL),
	RECORD_STR(struct run, runner, RECORD_OPTIONAL),
	RECORD_STR(struct run, job, RECORD_OPTIONAL),
	RECORD_STR(struct run, interpreter, RECORD_OPTIONAL),
	RECORD_STR(struct run, gpu, RECORD_OPTIONAL),
	RECORD_BOOL(struct run, sandbox, 0),
	RECORD_LONG(struct run, seed, SEED_NONE, RECORD_OPTIONAL),
	RECORD_INT(struct run, cores, 0, RECORD_OPTIONAL),
	RECORD_NUM(struct run, time_limit, RECORD_OPTIONAL),
	RECORD_NUM(struct run, start, RECORD_OPTIONAL),
	RECORD_NUM(struct run, end, RECORD_OPTIONAL),
	RECORD_NUM(struct run, seconds, 0),
	RECORD_INT(struct run, exit, -1, RECORD_NULL),
	RECORD_INT(struct run, signal, 0, RECORD_NULL),
	RECORD_STR(struct run, limit, 0),
	RECORD_PTR(struct run, held_by, struct held_by, &held_by_record,
	    RECORD_OPTIONAL),
	RECORD_NUM(struct run, cpu_s, RECORD_OPTIONAL),
	RECORD_NUM(struct run, peak_memory, RECORD_OPTIONAL),
	RECORD_NUM(struct run, log_bytes, RECORD_OPTIONAL),
	RECORD_NUM(struct run, silent_s, RECORD_OPTIONAL),
	RECORD_STR(struct run, code_sha256, RECORD_OPTIONAL),
	RECORD_BOOL(struct run, smoke, RECORD_OPTIONAL),
	RECORD_NUM(struct run, smoke_seconds, RECORD_OPTIONAL),
	RECORD_NUM(struct run, claimed, 0),
	RECORD_LONG(struct run, claimed_line, 0, RECORD_OPTIONAL),
	RECORD_STR(struct run, claimed_at, RECORD_OPTIONAL),
	RECORD_JSON(struct run, folds, RECORD_OPTIONAL),
	RECORD_NUM(struct run, measured, 0),
	RECORD_PTR(struct run, built_on, struct base, &base_record,
	    RECORD_OPTIONAL),
	RECORD_PTR(struct run, cause, struct cause, &cause_record, 0),
	RECORD_STR(struct run, base, RECORD_OPTIONAL),
	{ "keep", RECORD_KIND_LIST, offsetof(struct run, keep.v), 0,
	    RECORD_OPTIONAL, &kept_record, offsetof(struct run, keep.n) },
	RECORD_JSON(struct run, read, RECORD_OPTIONAL),
	RECORD_JSON(struct run, submission, 0),
};
const struct record run_record = RECORD(struct run, run_fields);

static const struct record_field result_fields[] = {
	RECORD_STR(struct result, id, 0),
	RECORD_STR(struct result, title, 0),
	RECORD_STR(struct result, text, RECORD_OPTIONAL),
	RECORD_STR(struct result, status, 0),
	RECORD_NUM(struct result, score, 0),
	RECORD_NUM(struct result, claimed, 0),
	RECORD_NUM(struct result, measured, 0),
	RECORD_STR(struct result, not_measured, RECORD_OPTIONAL),
	RECORD_PTR(struct result, base, struct base, &base_record, 0),
	RECORD_NUM(struct result, change, 0),
	RECORD_NUM(struct result, error, RECORD_OPTIONAL),
	RECORD_NUM(struct result, interval, 0),
	RECORD_NUM(struct result, delta, 0),
	RECORD_NUM(struct result, noise, RECORD_OPTIONAL),
	RECORD_JSON(struct result, folds, RECORD_OPTIONAL),
	RECORD_JSON(struct result, read, RECORD_OPTIONAL),
	RECORD_NUM(struct result, audited, RECORD_OPTIONAL),
	RECORD_NUM(struct result, control, RECORD_OPTIONAL),
	RECORD_STR(struct result, suspect, RECORD_OPTIONAL),
	RECORD_NUM(struct result, seconds, 0),
	RECORD_INT(struct result, attempt, 1, 0),
	RECORD_INT(struct result, attempts, 0, 0),
	RECORD_BOOL(struct result, adopted, 0),
	RECORD_INT(struct result, seeds, 0, RECORD_OPTIONAL),
	RECORD_STR(struct result, code_sha256, 0),
	RECORD_STR(struct result, claimed_at, 0),
	RECORD_STR(struct result, limit, RECORD_OPTIONAL),
	RECORD_PTR(struct result, cause, struct cause, &cause_record, 0),
};
const struct record result_record = RECORD(struct result, result_fields);

bool
status_ok(const char *status)
{
	return status != NULL && strcmp(status, "ok") == 0;
}

bool
status_worked(const char *status)
{
	return status_ok(status) ||
	    (status != NULL && strcmp(status, "measured") == 0);
}

const char *
result_stopped(const struct result *r)
{
	return status_ok(r->status) ? r->limit : NULL;
}

bool
result_struck(const struct result *r)
{
	return r->cause != NULL && r->cause->class != NULL &&
	    strcmp(r->cause->class, "struck") == 0;
}

bool
result_is_blend(const struct result *r)
{
	return r->text != NULL && strcmp(r->text, RESULT_BLEND) == 0;
}

void
result_add_cause(struct buf *b, const struct result *r)
{
	const struct cause	*c = r->cause;

	if (c != NULL)
		buf_addf(b, "%s%s%.300s%s%.40s",
		    c->class == NULL ? "" : c->class,
		    c->class == NULL || c->message == NULL ? "" : ": ",
		    c->message == NULL ? "" : c->message,
		    c->frame == NULL ? "" : " at ",
		    c->frame == NULL ? "" : c->frame);
	else if (result_stopped(r) != NULL)
		buf_addf(b, "limit: %s; the score is of what was handed in "
		    "before", r->limit);
}

enum hcc_status
run_find(const struct task *t, const char *id, struct run *r, bool *found,
    struct hcc_err *e)
{
	char	 path[96];

	snprintf(path, sizeof(path), "l1/%.60s/run.json", id);
	return record_find(&run_record, t->dir, path, r, found, e);
}

bool
run_load(const struct task *t, const char *id, struct run *r)
{
	bool	 found;

	return run_find(t, id, r, &found, NULL) == HCC_OK && found;
}

void
run_free(struct run *r)
{
	record_free(&run_record, r);
}

void
result_free(struct result *r)
{
	record_free(&result_record, r);
}
