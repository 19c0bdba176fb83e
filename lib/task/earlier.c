/*
 * earlier.c: look for a run where it may lie, the cheapest place first.
 */
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "task/archive.h"
#include "task/earlier.h"
#include "task/keep.h"
#include "task/plan.h"
#include "task/solution.h"

#define FILE_MAX	(64u << 20)

/* The files of a valid result that lie in `dir`. */
static enum hcc_status
read_files(const struct task *t, const char *dir, struct earlier *w)
{
	char	 path[400];

	snprintf(path, sizeof(path), "%s/solution.%s", dir, t->language->ext);
	if (fs_read_nofollow(t->dir, path, FILE_MAX, &w->code, NULL) != HCC_OK)
		return HCC_MISSING;
	snprintf(path, sizeof(path), "%s/run.json", dir);
	(void)record_load(&run_record, t->dir, path, &w->run);
	snprintf(path, sizeof(path), "%s/%s", dir, t->submission);
	(void)fs_read_nofollow(t->dir, path, FILE_MAX, &w->submission, NULL);
	return HCC_OK;
}

static enum hcc_status
delta(const struct task *t, const char *id, struct earlier *w)
{
	if (!record_load(&result_record, t->dir, "best/result.json",
	    &w->result) || w->result.id == NULL ||
	    strcmp(w->result.id, id) != 0)
		return HCC_MISSING;
	return read_files(t, "best", w);
}

static enum hcc_status
from_l1(const struct task *t, const char *id, struct earlier *w)
{
	char	 path[120];

	result_free(&w->result);
	snprintf(path, sizeof(path), "l1/%.48s/result.json", id);
	if (!record_load(&result_record, t->dir, path, &w->result) ||
	    !status_ok(w->result.status))
		return HCC_MISSING;
	snprintf(path, sizeof(path), "l1/%.48s/%d", id, w->result.attempt);
	return read_files(t, path, w);
}

static void
parse(const struct record *rec, const struct buf *b, void *to)
{
	jv	 v = jv_parse_sized(buf_str(b), (int)b->len);

	if (jv_get_kind(v) == JV_KIND_OBJECT)
		record_read(rec, v, to);
	jv_free(v);
}

static enum hcc_status
from_archive(const struct task *t, int phase, const char *in_phase,
    struct earlier *w, struct hcc_err *e)
{
	struct archive_manifest	 man = { 0 };
	struct archive_member	 first = { .data = BUF_INIT }, m[3];
	char			 name[4][300];
	enum hcc_status		 st;
	size_t			 i;

	snprintf(name[3], sizeof(name[3]), "%s/result.json", in_phase);
	first.name = name[3];
	st = archive_read(t, phase, &first, 1, &man, e);
	archive_manifest_free(&man);
	result_free(&w->result);
	parse(&result_record, &first.data, &w->result);
	buf_release(&first.data);
	if (st != HCC_OK || !status_ok(w->result.status))
		return st == HCC_OK ? HCC_MISSING : st;
	snprintf(name[0], sizeof(name[0]), "%s/%d/solution.%s", in_phase,
	    w->result.attempt, t->language->ext);
	snprintf(name[1], sizeof(name[1]), "%s/%d/run.json", in_phase,
	    w->result.attempt);
	snprintf(name[2], sizeof(name[2]), "%s/%d/%.200s", in_phase,
	    w->result.attempt, t->submission);
	for (i = 0; i < 3; i++)
		m[i] = (struct archive_member){ .name = name[i],
		    .data = BUF_INIT };
	st = archive_read(t, phase, m, 3, &man, e);
	archive_manifest_free(&man);
	parse(&run_record, &m[1].data, &w->run);
	buf_release(&m[1].data);
	w->code = m[0].data;
	w->submission = m[2].data;
	return st == HCC_OK && !m[0].found ? HCC_MISSING : st;
}

enum hcc_status
earlier_open(const struct task *t, const char *id, struct earlier *w,
    struct hcc_err *e)
{
	int		 phase, direction, n, attempt;
	char		 in_phase[40];
	enum hcc_status	 st;

	record_init(&result_record, &w->result);
	record_init(&run_record, &w->run);
	w->code = w->submission = (struct buf)BUF_INIT;
	if (!plan_id_parse(id, &phase, &direction, &n, &attempt))
		return err_set(e, HCC_INPUT, "build on '%.40s': this is no id "
		    "of a run, such as 02/1.1", id);
	if ((st = delta(t, id, w)) == HCC_OK ||
	    (st = from_l1(t, id, w)) == HCC_OK)
		return HCC_OK;
	snprintf(in_phase, sizeof(in_phase), "%d.%d", direction, n);
	st = from_archive(t, phase, in_phase, w, e);
	return st != HCC_MISSING ? st : err_set(e, HCC_MISSING, "build on "
	    "'%.40s': '%s' has no valid run of this id", id, t->path);
}

void
earlier_free(struct earlier *w)
{
	result_free(&w->result);
	run_free(&w->run);
	buf_release(&w->code);
	buf_release(&w->submission);
}

jv
earlier_json(const struct task *t, const struct earlier *w)
{
	return solution_record(t, &w->result, &w->code, w->result.text);
}

enum hcc_status
earlier_lay_out(const struct task *t, const struct earlier *w, int dir,
    struct hcc_err *e)
{
	char		 name[40];
	enum hcc_status	 st;

	snprintf(name, sizeof(name), "solution.%s", t->language->ext);
	st = fs_replace(dir, name, buf_str(&w->code), w->code.len, e);
	if (st == HCC_OK && w->submission.len > 0)
		st = fs_replace(dir, t->submission, buf_str(&w->submission),
		    w->submission.len, e);
	if (st == HCC_OK)
		st = keep_put(t, &w->run.keep, dir, e);
	return st;
}
