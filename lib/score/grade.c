/*
 * grade.c: join a submission with labels by id, and score it.
 *
 * Rows are taken in the order of the labels, so the score does not depend on
 * the order in which a program wrote its rows.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "score/grade_internal.h"
#include "score/id_index.h"
#include "score/submission.h"

/* What is wrong with the labels is no fault of the submission. */
static enum hcc_status
of_labels(const struct grading *g, enum hcc_status st)
{
	if (st == HCC_INPUT && g->e != NULL)
		g->e->status = HCC_CONFIG;
	return st == HCC_INPUT ? HCC_CONFIG : st;
}

/* For each row of the labels, find the one row of the submission. */
static enum hcc_status
join(struct grading *g)
{
	struct id_index	 ids = { 0 };
	const char	*id;
	size_t		 i;
	long		 at;
	enum hcc_status	 st;

	st = id_index_build(&ids, &g->truth, g->tid, g->tname, g->e);
	if (st != HCC_OK)
		return of_labels(g, st);
	g->row = calloc(g->truth.nrows + 1, sizeof(*g->row));
	if (g->row == NULL)
		st = err_nomem(g->e);
	for (i = 0; i < g->sub.nrows && st == HCC_OK; i++) {
		id = csv_cell(&g->sub, i, g->sid);
		if ((at = id_index_find(&ids, id)) == -1) {
			if (!g->o->subset)
				st = grade_bad_value(g, false, i, g->sid,
				    "is no id of the labels");
		} else if (g->row[at] != 0)
			st = grade_bad_value(g, false, i, g->sid,
			    "is an id that came before");
		else
			g->row[at] = i + 1;
	}
	for (i = 0; i < g->truth.nrows && st == HCC_OK; i++)
		if (g->row[i]-- == 0)
			st = err_set(g->e, HCC_INPUT, "read '%s': no row for "
			    "id '%.100s' of the labels", g->sname,
			    csv_cell(&g->truth, i, g->tid));
	id_index_release(&ids);
	return st;
}

/* The columns to be predicted: those told, as far as the labels have them. */
static enum hcc_status
choose_targets(struct grading *g)
{
	bool	 told = jv_get_kind(g->o->targets) == JV_KIND_ARRAY;
	size_t	 i, n = 0;
	long	 at;

	g->target = calloc(g->truth.ncols + 1, sizeof(*g->target));
	if (g->target == NULL)
		return err_nomem(g->e);
	if (told) {
		jv_array_foreach(g->o->targets, j, v) {
			at = jv_get_kind(v) != JV_KIND_STRING ? -1 :
			    csv_column(&g->truth, jv_string_value(v));
			jv_free(v);
			if (at != -1 && n < g->truth.ncols)
				g->target[n++] = (size_t)at;
		}
	}
	for (i = 0; n == 0 && i < g->truth.ncols; i++)
		if (i != g->tid &&
		    strcasecmp(g->truth.names[i], "usage") != 0)
			g->target[g->ntargets++] = i;
	g->ntargets += n;
	if (g->ntargets == 0)
		return err_set(g->e, HCC_CONFIG, "read '%s': no column beside "
		    "the id", g->tname);
	return HCC_OK;
}

/* The column of the submission for a target: of the same name, or the only
 * one beside the id. */
static long
answer_column(const struct grading *g, size_t target)
{
	long	 at = csv_column(&g->sub, g->truth.names[target]);

	if (at == -1 && g->ntargets == 1 && g->sub.ncols == 2)
		at = g->sid == 0 ? 1 : 0;
	return at == (long)g->sid ? -1 : at;
}

/* The columns of the submission that answer the targets, -1 for one that has
 * a column a class instead. */
static enum hcc_status
answers(const struct grading *g, long *scols)
{
	bool	 by_class = g->ntargets == 1 && g->sub.ncols > 2 &&
		    (g->m->pred == METRIC_PROBABILITY ||
		    g->m->pred == METRIC_PROBABILITIES);
	size_t	 j;

	for (j = 0; j < g->ntargets; j++) {
		scols[j] = answer_column(g, g->target[j]);
		if (scols[j] == -1 && !by_class)
			return err_set(g->e, HCC_INPUT, "read '%s': no column "
			    "'%.100s'", g->sname,
			    g->truth.names[g->target[j]]);
	}
	return HCC_OK;
}

/* Mean of the scores of the targets, each recorded. */
static enum hcc_status
mean_of_targets(struct grading *g, const long *scols, jv *each, double *score)
{
	double		 s = NAN;
	size_t		 j;
	enum hcc_status	 st;
	const char	*name;

	*score = 0;
	for (j = 0; j < g->ntargets; j++) {
		name = g->truth.names[g->target[j]];
		st = grade_target(g, g->target[j], scols[j], &s);
		if (st != HCC_OK)
			return st;
		if (isnan(s))
			return err_set(g->e, HCC_CONFIG, "grade by %s: not "
			    "defined on column '%.100s' of '%s': too few rows "
			    "or one value only", g->m->name, name, g->tname);
		if (isinf(s))
			return err_set(g->e, HCC_INPUT, "grade by %s: the "
			    "values of column '%.100s' in '%s' are too large",
			    g->m->name, name, g->sname);
		*each = json_put_num(*each, name, s);
		*score += s / (double)g->ntargets;
	}
	return HCC_OK;
}

static enum hcc_status
score(struct grading *g, jv *each, double *out)
{
	long		*scols = calloc(g->ntargets, sizeof(*scols));
	bool		 one_hot = false;
	enum hcc_status	 st;

	if (scols == NULL)
		return err_nomem(g->e);
	st = answers(g, scols);
	if (st == HCC_OK && g->m->id == METRIC_LOG_LOSS && g->ntargets > 1)
		st = grade_one_hot(g, scols, &one_hot, out);
	if (st == HCC_OK && !one_hot)
		st = mean_of_targets(g, scols, each, out);
	free(scols);
	return st;
}

/* Read both files and find out what is what in them. */
static enum hcc_status
prepare(struct grading *g, int dir)
{
	long		 at;
	enum hcc_status	 st;

	if ((st = csv_read(dir, g->tname, 0, &g->truth, g->e)) != HCC_OK ||
	    (st = id_index_column(&g->truth, g->o->id, g->tname, &g->tid,
	    g->e)) != HCC_OK)
		return of_labels(g, st);
	if (g->truth.nrows == 0)
		return err_set(g->e, HCC_CONFIG, "read '%s': no row below the "
		    "header", g->tname);
	st = submission_read(dir, g->sname, 0, &g->sub, g->e);
	if (st != HCC_OK)
		return st;
	at = csv_column(&g->sub, g->truth.names[g->tid]);
	if (at == -1 && g->sub.ncols < 2)
		return err_set(g->e, HCC_INPUT, "read '%s': no id column "
		    "'%.100s'", g->sname, g->truth.names[g->tid]);
	g->sid = at == -1 ? 0 : (size_t)at;
	if ((st = choose_targets(g)) != HCC_OK)
		return st;
	return join(g);
}

enum hcc_status
grade_score(int dir, const char *labels, const char *submission,
    const char *metric, const struct grade_opts *o, double *out, jv *detail,
    struct hcc_err *e)
{
	struct grading	 g = { .m = metric_find(metric), .o = o,
			    .k = metric_k(metric), .tname = labels,
			    .sname = submission, .e = e };
	jv		 each = jv_object(), d;
	enum hcc_status	 st;

	if (detail != NULL)
		*detail = jv_invalid();
	if (g.m == NULL)
		st = err_set(e, HCC_CONFIG, "grade by '%.100s': no such "
		    "metric; hcc-grade(1) lists them", metric);
	else if ((st = prepare(&g, dir)) == HCC_OK)
		st = score(&g, &each, out);
	if (st != HCC_OK)
		*out = NAN;
	if (st == HCC_OK && detail != NULL) {
		d = json_put_str(jv_object(), "metric", metric);
		d = json_put_str(d, "goal", g.m->goal == METRIC_MINIMIZE ?
		    "minimize" : "maximize");
		d = json_put_num(d, "rows", (double)g.truth.nrows);
		*detail = json_put(d, "targets", jv_copy(each));
	}
	jv_free(each);
	free(g.row);
	free(g.target);
	csv_release(&g.truth);
	csv_release(&g.sub);
	return st;
}
