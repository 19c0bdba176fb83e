/*
 * new_task.c: the files of a new task.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "data/new_task_internal.h"
#include "data/preview.h"
#include "score/leaderboard.h"

void
new_task_init(struct new_task *nt)
{
	*nt = (struct new_task){ .meta = jv_object(), .problems = jv_array(),
	    .notes = jv_array(), .conversions = jv_array(),
	    .record = jv_null() };
}

void
new_task_release(struct new_task *nt)
{
	jv_free(nt->meta);
	jv_free(nt->problems);
	jv_free(nt->notes);
	jv_free(nt->conversions);
	jv_free(nt->record);
	nt->meta = nt->problems = nt->notes = nt->conversions = nt->record =
	    jv_null();
}

static bool
seals(const struct new_task *nt)
{
	return nt->fraction > 0 || nt->labels != NULL || nt->board != NULL ||
	    nt->grader != NULL;
}

/* Copy into sealed/, through a descriptor because links may be given. */
static enum hcc_status
seal(struct build *b, const char *from, const char *name, mode_t mode,
    struct hcc_err *e)
{
	char		*real;
	enum hcc_status	 st;

	if (from == NULL)
		return HCC_OK;
	if (mode == 0700 && access(from, X_OK) == -1)
		return err_set(e, HCC_INPUT, "seal program '%s': it is not "
		    "executable; chmod +x it, or give another with -p", from);
	if ((real = realpath(from, NULL)) == NULL)
		return err_errno(e, "open '%s'", from);
	st = fs_copy(AT_FDCWD, real, b->site.dir, name, e);
	if (st == HCC_OK && fchmodat(b->site.dir, name, mode, 0) == -1)
		st = err_errno(e, "change the mode of '%s'", name);
	free(real);
	return st;
}

/* The program of -p, and what it needs beside it. */
static enum hcc_status
seal_grader(struct build *b, struct hcc_err *e)
{
	const struct new_task	*nt = b->nt;
	const char		*name;
	char			 path[300];
	size_t			 i;
	enum hcc_status		 st;

	st = seal(b, nt->grader, "sealed/grade", 0700, e);
	for (i = 0; st == HCC_OK && i < nt->nbeside; i++) {
		name = path_base(nt->beside[i]);
		snprintf(path, sizeof(path), "sealed/%.255s", name);
		if (*name == '\0' || fs_exists(b->site.dir, path))
			return err_set(e, HCC_INPUT, "seal '%s': there is a "
			    "file '%s' beside the program already; rename it",
			    nt->beside[i], name);
		st = seal(b, nt->beside[i], path,
		    access(nt->beside[i], X_OK) == 0 ? 0700 : 0600, e);
	}
	return st;
}

/* As they are, or in the training data's spelling. */
static enum hcc_status
seal_labels(struct build *b, struct hcc_err *e)
{
	static const char	 path[] = "sealed/labels.csv";
	enum hcc_status		 st;

	if (b->labels.len == 0)
		return seal(b, b->nt->labels, path, 0600, e);
	st = fs_publish(b->site.dir, path, buf_str(&b->labels), b->labels.len,
	    e);
	if (st == HCC_OK && fchmodat(b->site.dir, path, 0600, 0) == -1)
		st = err_errno(e, "change the mode of '%s'", path);
	return st;
}

static enum hcc_status
check_board(const struct new_task *nt, struct hcc_err *e)
{
	struct leaderboard	 board;
	enum hcc_status	 st;
	bool		 min;

	if (nt->board == NULL)
		return HCC_OK;
	min = strcmp(json_str(nt->meta, "goal", ""), "minimize") == 0;
	st = leaderboard_read(AT_FDCWD, nt->board, min ? METRIC_MINIMIZE :
	    METRIC_MAXIMIZE, &board, e);
	if (st == HCC_OK)
		leaderboard_release(&board);
	return st;
}

static jv
targets(const struct profile *p)
{
	jv	 v;
	size_t	 i;

	if (p->ntargets == 1)
		return profile_name(p->targets[0]);
	v = jv_array();
	for (i = 0; i < p->ntargets; i++)
		v = jv_array_append(v, profile_name(p->targets[i]));
	return v;
}

static enum hcc_status
write_task(struct build *b, struct hcc_err *e)
{
	jv		 m = jv_copy(b->nt->meta);
	char		 sample[1024];
	enum hcc_status	 st;

	snprintf(sample, sizeof(sample), "input/%s", b->p.sample.path == NULL ?
	    "sample_submission.csv" : b->p.sample.path);
	m = json_put_str(m, "submission", "submission.csv");
	m = json_put(m, "sample", profile_name(sample));
	if (b->p.train.path != NULL) {
		snprintf(sample, sizeof(sample), "input/%s", b->p.train.path);
		m = json_put(m, "train", profile_name(sample));
	}
	if (b->p.id != NULL)
		m = json_put(m, "id_column", profile_name(b->p.id));
	if (b->p.ntargets > 0)
		m = json_put(m, "target", targets(&b->p));
	if (b->p.split.groups != NULL || b->p.split.time != NULL)
		m = json_put(m, "split", preview_split(&b->p.split));
	m = json_put_str(m, "language", "python");
	if (b->nt->fraction > 0)
		m = json_put_str(m, "sealed", "holdout");
	else if (b->nt->labels != NULL || b->nt->grader != NULL)
		m = json_put_str(m, "sealed", "exam");
	st = site_task(&b->site, m, b->nt->body, e);
	jv_free(m);
	return st;
}

static enum hcc_status
write_preview(struct build *b, struct hcc_err *e)
{
	struct buf	 out = BUF_INIT;
	enum hcc_status	 st;

	preview_text(&b->p, b->folds, &out);
	if (b->nt->programs != NULL)
		buf_addf(&out, "\n## Programs\n\n%s", b->nt->programs);
	st = fs_publish(b->site.dir, "preview.md", buf_str(&out), out.len, e);
	buf_release(&out);
	return st;
}

static enum hcc_status
write_journal(struct build *b, struct hcc_err *e)
{
	jv	 f = json_put_num(jv_object(), "rows",
		    (double)b->p.train.rows);

	if (b->nt->fraction > 0) {
		f = json_put_num(f, "holdout", (double)b->held.rows);
		f = json_put_num(f, "fraction", b->nt->fraction);
		f = json_put_num(f, "seed", (double)b->nt->seed);
	}
	return site_journal(&b->site, b->nt->version, b->nt->meta, f, e);
}

static void
make_record(struct build *b)
{
	jv	 r = site_record(&b->site, b->nt->meta);

	r = json_put_num(r, "rows", (double)b->p.train.rows);
	r = json_put_str(r, "problem", profile_problem_name(b->p.problem));
	if (b->nt->fraction > 0)
		r = json_put_num(r, "holdout", (double)b->held.rows);
	jv_free(b->nt->record);
	b->nt->record = r;
}

static enum hcc_status
build(struct build *b, struct hcc_err *e)
{
	const struct new_task	*nt = b->nt;
	enum hcc_status		 st;

	if ((st = check_board(nt, e)) != HCC_OK)
		return st;
	if (seals(nt) && mkdirat(b->site.dir, "sealed", 0700) == -1)
		return err_errno(e, "create directory 'sealed'");
	if ((st = build_input(b, e)) != HCC_OK ||
	    (st = seal_labels(b, e)) != HCC_OK ||
	    (st = seal(b, nt->board, "sealed/leaderboard.csv", 0600, e)) !=
	    HCC_OK ||
	    (st = seal_grader(b, e)) != HCC_OK ||
	    (st = write_task(b, e)) != HCC_OK ||
	    (st = check_grade(b, e)) != HCC_OK ||
	    (st = write_preview(b, e)) != HCC_OK ||
	    (st = write_journal(b, e)) != HCC_OK)
		return st;
	make_record(b);
	return site_publish(&b->site, e);
}

enum hcc_status
new_task_make(struct new_task *nt, struct hcc_err *e)
{
	struct build	 b = { .nt = nt, .input = -1 };
	enum hcc_status	 st;

	if ((st = site_open(&b.site, nt->path, e)) == HCC_OK)
		st = build(&b, e);
	site_close(&b.site, st);
	if (b.opened)
		profile_close(&b.p);
	survey_release(&b.survey);
	free(b.held.taken);
	free(b.hidden);
	buf_release(&b.labels);
	pictures_release(&b.made);
	if (b.input != -1)
		close(b.input);
	free(b.data);
	return st;
}
