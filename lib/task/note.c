/*
 * note.c: the phase note as a record, its file, and its rows as results.
 */
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "task/note.h"

static const struct record_field row_fields[] = {
	RECORD_STR(struct note_row, id, 0),
	RECORD_STR(struct note_row, status, 0),
	RECORD_NUM(struct note_row, score, 0),
	RECORD_STR(struct note_row, base, 0),
	RECORD_NUM(struct note_row, change, 0),
	RECORD_NUM(struct note_row, interval, 0),
	RECORD_NUM(struct note_row, seconds, 0),
	RECORD_STR(struct note_row, title, 0),
	RECORD_STR(struct note_row, cause, 0),
};
const struct record note_row_record = RECORD(struct note_row, row_fields);

static const struct record_field judgement_fields[] = {
	RECORD_STR(struct judgement, verdict, 0),
	RECORD_STR(struct judgement, claim, 0),
	RECORD_JSON(struct judgement, evidence, 0),
	RECORD_STR(struct judgement, state, RECORD_OPTIONAL),
	RECORD_STR(struct judgement, why, RECORD_OPTIONAL),
	RECORD_INT(struct judgement, line, 0, RECORD_OPTIONAL),
};
const struct record judgement_record = RECORD(struct judgement,
    judgement_fields);

static const struct record_field source_fields[] = {
	RECORD_STR(struct note_source, archive, 0),
	RECORD_STR(struct note_source, sha256, 0),
};
const struct record note_source_record = RECORD(struct note_source,
    source_fields);

static const struct record_field note_fields[] = {
	RECORD_INT(struct note, phase, 0, 0),
	RECORD_STR(struct note, brain, RECORD_OPTIONAL),
	RECORD_STR(struct note, reason, RECORD_OPTIONAL),
	RECORD_STR(struct note, model, RECORD_OPTIONAL),
	RECORD_PTR(struct note, source, struct note_source,
	    &note_source_record, RECORD_OPTIONAL),
	RECORD_NUM(struct note, tokens_before, RECORD_OPTIONAL),
	RECORD_NUM(struct note, tokens_after, RECORD_OPTIONAL),
	RECORD_LIST(struct note, results, nresults, struct note_row,
	    &note_row_record, 0),
	RECORD_LIST(struct note, judgements, njudgements, struct judgement,
	    &judgement_record, 0),
	RECORD_JSON(struct note, rules, 0),
	RECORD_JSON(struct note, next, 0),
	RECORD_STR(struct note, text, RECORD_OPTIONAL),
	RECORD_INT(struct note, line, 0, RECORD_OPTIONAL),
};
const struct record note_record = RECORD(struct note, note_fields);

void
note_init(struct note *k, int phase)
{
	record_init(&note_record, k);
	k->phase = phase;
	k->rules = jv_array();
	k->next = jv_array();
}

void
note_free(struct note *k)
{
	record_free(&note_record, k);
}

enum hcc_status
note_read(const struct task *t, int phase, struct note *k, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	char		 name[32];
	enum hcc_status	 st;

	note_init(k, phase);
	snprintf(name, sizeof(name), "l2/%02d.md", phase);
	st = fs_read(t->dir, name, 8u << 20, &b, e);
	if (st == HCC_OK)
		st = note_parse(buf_str(&b), b.len, name, phase, k, e);
	if (st != HCC_OK && e != NULL)
		err_prefix(e, "task '%s'", t->path);
	buf_release(&b);
	return st;
}

enum hcc_status
note_write(const struct task *t, const struct note *k, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	char		 name[32];
	enum hcc_status	 st;

	snprintf(name, sizeof(name), "l2/%02d.md", k->phase);
	note_format(&b, k);
	if ((st = fs_mkdirs(t->dir, "l2", e)) == HCC_OK)
		st = fs_publish(t->dir, name, buf_str(&b), b.len, e);
	buf_release(&b);
	return st;
}

void
note_add_result(struct note *k, const char *id, const char *title,
    const struct result *r)
{
	struct note_row		*row = record_append(&note_row_record,
				    &k->results, &k->nresults);
	struct buf		 cause = BUF_INIT;

	record_set(&row->id, id);
	record_set(&row->title, title);
	record_set(&row->status, r == NULL || r->status == NULL ? "not run" :
	    r->status);
	if (r != NULL)
		result_add_cause(&cause, r);
	record_set(&row->cause, buf_str(&cause));
	buf_release(&cause);
	record_set(&row->base, r == NULL || r->base == NULL ? "" :
	    r->base->id);
	if (r != NULL) {
		row->score = r->score;
		row->change = r->change;
		row->interval = r->interval;
		row->seconds = r->seconds;
	}
}

const struct note_row *
note_find_row(const struct note *k, const char *id)
{
	size_t	 i;

	for (i = 0; i < k->nresults; i++)
		if (k->results[i].id != NULL &&
		    strcmp(k->results[i].id, id) == 0)
			return &k->results[i];
	return NULL;
}

void
note_row_result(const struct note_row *row, struct result *r)
{
	static const char	 struck[] = "struck: ";
	char			 limit[16];
	size_t			 n = sizeof(struck) - 1;

	record_init(&result_record, r);
	record_set(&r->id, row->id);
	record_set(&r->title, row->title);
	record_set(&r->status, row->status);
	r->score = row->score;
	r->change = row->change;
	r->interval = row->interval;
	if (row->base != NULL && *row->base != '\0') {
		r->base = record_new(&base_record);
		record_set(&r->base->id, row->base);
	}
	r->seconds = row->seconds;
	if (row->cause != NULL &&	/* result_add_cause() */
	    sscanf(row->cause, "limit: %15[a-z]", limit) == 1)
		record_set(&r->limit, limit);
	else if (row->cause != NULL && *row->cause != '\0') {
		r->cause = record_new(&cause_record);
		if (strncmp(row->cause, struck, n) == 0)
			record_set(&r->cause->class, "struck");
		else
			n = 0;
		record_set(&r->cause->message, row->cause + n);
	}
}
