/*
 * grade.c: join a submission with labels by id, and score it.
 *
 * Rows are taken in the order of the labels, so the score does not depend on
 * the order in which a program wrote its rows. A column `weight` of the labels
 * weighs them; rows of weight 0, and those whose Usage is "Ignored", do not
 * count.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/num.h"
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

/* Fill row[] of all rows of the labels: that of the submission, from 1. */
static enum hcc_status
find_rows(struct grading *g, const struct id_index *ids, size_t *row)
{
	const char	*id;
	size_t		 i;
	long		 at;

	for (i = 0; i < g->sub.nrows; i++) {
		id = csv_cell(&g->sub, i, g->sid);
		if ((at = id_index_find(ids, id)) == -1) {
			if (!g->o->subset)
				return grade_bad_value(g, false, i, g->sid,
				    "is no id of the labels");
		} else if (row[at] != 0)
			return grade_bad_value(g, false, i, g->sid,
			    "is an id that came before");
		else
			row[at] = i + 1;
	}
	return HCC_OK;
}

/* Keep the rows that count, with their rows of the submission. */
static enum hcc_status
join(struct grading *g)
{
	struct id_index	 ids = { 0 };
	size_t		*row, i;
	enum hcc_status	 st;

	st = id_index_build(&ids, &g->truth, g->tid, g->tname, g->e);
	if (st != HCC_OK)
		return of_labels(g, st);
	row = mem_zero(g->truth.nrows, sizeof(*row));
	g->row = mem_zero(g->n, sizeof(*g->row));
	st = find_rows(g, &ids, row);
	for (i = 0; i < g->n && st == HCC_OK; i++) {
		if (row[g->at[i]] == 0)
			st = err_set(g->e, HCC_INPUT, "read '%s': no row for "
			    "id '%.100s' of the labels", g->sname,
			    grade_truth(g, i, g->tid));
		g->row[i] = row[g->at[i]] - 1;
	}
	id_index_release(&ids);
	free(row);
	return st;
}

/* A column of the labels by its name in any case, -1: there is none, or it is
 * a target: one that was told, or the only column beside the id. */
static long
side_column(const struct grading *g, const char *name)
{
	size_t	 i;

	for (i = 0; g->truth.ncols > 2 && i < g->truth.ncols; i++)
		if (i != g->tid && strcasecmp(g->truth.names[i], name) == 0 &&
		    !json_has(g->o->targets, g->truth.names[i]))
			return (long)i;
	return -1;
}

/* Which rows count, and how much. */
static enum hcc_status
choose_rows(struct grading *g)
{
	long	 wcol = side_column(g, "weight");
	long	 ucol = side_column(g, "usage");
	bool	 even = true;
	double	 w;
	size_t	 i;

	g->at = mem_zero(g->truth.nrows, sizeof(*g->at));
	g->weight = mem_zero(g->truth.nrows, sizeof(*g->weight));
	for (i = 0; i < g->truth.nrows; i++) {
		w = 1;
		if (wcol >= 0 && (!num_parse(csv_cell(&g->truth, i,
		    (size_t)wcol), &w) || w < 0))
			return grade_bad_value(g, true, i, (size_t)wcol,
			    "is no weight: a number, 0 or more");
		if (w == 0 || (ucol >= 0 && strcasecmp(csv_cell(&g->truth, i,
		    (size_t)ucol), "ignored") == 0))
			continue;
		g->at[g->n] = i;
		g->weight[g->n++] = w;
		even = even && w == g->weight[0];
	}
	if (g->n == 0)
		return err_set(g->e, HCC_CONFIG, "read '%s': no row with a "
		    "weight above 0", g->tname);
	if (!even && g->m->flags & METRIC_EVEN)
		return err_set(g->e, HCC_CONFIG, "grade by %s: '%s' has rows "
		    "of different weights, which this metric has no use for; "
		    "0 and 1 are allowed", g->m->name, g->tname);
	if (even) {
		free(g->weight);
		g->weight = NULL;
	}
	return HCC_OK;
}

/* The columns to be predicted: those told, as far as the labels have them. */
static enum hcc_status
choose_targets(struct grading *g)
{
	bool	 told;
	long	 wcol = side_column(g, "weight");
	long	 ucol = side_column(g, "usage"), at;
	size_t	 i;
	jv	 name;
	int	 j;

	g->target = mem_zero(g->truth.ncols, sizeof(*g->target));
	for (j = 0; json_item(g->o->targets, j, &name); j++) {
		at = jv_get_kind(name) != JV_KIND_STRING ? -1 :
		    csv_column(&g->truth, jv_string_value(name));
		if (at != -1 && g->ntargets < g->truth.ncols)
			g->target[g->ntargets++] = (size_t)at;
	}
	told = g->ntargets > 0;
	for (i = 0; !told && i < g->truth.ncols; i++)
		if (i != g->tid && (long)i != wcol && (long)i != ucol)
			g->target[g->ntargets++] = i;
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
		    g->m->by_class.of != NULL;
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

/* Why the metric has no value on a column: the fault of constant predictions,
 * else of the labels. */
static enum hcc_status
undefined(const struct grading *g, size_t tcol, long scol)
{
	const char	*first = scol < 0 ? NULL : grade_answer(g, 0,
			    (size_t)scol);
	size_t		 i, same = 0, truth = 0;

	for (i = 0; i < g->n; i++) {
		truth += strcmp(grade_truth(g, i, tcol),
		    grade_truth(g, 0, tcol)) == 0;
		same += first != NULL && strcmp(grade_answer(g, i,
		    (size_t)scol), first) == 0;
	}
	if (same == g->n && truth < g->n)
		return err_set(g->e, HCC_INPUT, "grade by %s: not defined: all "
		    "values of column '%.100s' in '%s' are the same",
		    g->m->name, g->sub.names[scol], g->sname);
	return err_set(g->e, HCC_CONFIG, "grade by %s: not defined on column "
	    "'%.100s' of '%s': too few rows or one value only", g->m->name,
	    g->truth.names[tcol], g->tname);
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
			return undefined(g, g->target[j], scols[j]);
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
	long		*scols = mem_zero(g->ntargets, sizeof(*scols));
	bool		 together = false;
	enum hcc_status	 st = answers(g, scols);

	if (st == HCC_OK && g->ntargets > 1)
		st = grade_together(g, scols, &together, out);
	if (st == HCC_OK && !together)
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

	if ((st = csv_read(dir, g->tname, &g->truth, g->e)) != HCC_OK ||
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
	if ((st = choose_targets(g)) != HCC_OK ||
	    (st = choose_rows(g)) != HCC_OK)
		return st;
	return join(g);
}

enum hcc_status
grade_score(int dir, const char *labels, const char *submission,
    const char *metric, const struct grade_opts *o, double *out, jv *detail,
    struct hcc_err *e)
{
	struct grading	 g = { .m = metric_find(metric), .o = o,
			    .tname = labels, .sname = submission, .e = e };
	jv		 each = jv_object(), d;
	enum hcc_status	 st;

	if (detail != NULL)
		*detail = jv_invalid();
	if (g.m == NULL)
		st = err_set(e, HCC_CONFIG, "grade by '%.100s': no such "
		    "metric; hcc-grade(1) lists them", metric);
	else if (isnan(g.param = metric_param(g.m, metric)))
		st = err_set(e, HCC_CONFIG, "grade by '%.100s': say %s, as in "
		    "map@5, pinball@0.9 or f2", metric, g.m->arg);
	else if ((st = prepare(&g, dir)) == HCC_OK)
		st = score(&g, &each, out);
	if (st != HCC_OK)
		*out = NAN;
	if (st == HCC_OK && detail != NULL) {
		d = json_put_str(jv_object(), "metric", metric);
		d = json_put_str(d, "goal", metric_goal_name(g.m->goal));
		d = json_put_num(d, "rows", (double)g.n);
		*detail = json_put(d, "targets", jv_copy(each));
	}
	jv_free(each);
	free(g.at);
	free(g.row);
	free(g.weight);
	free(g.target);
	csv_release(&g.truth);
	csv_release(&g.sub);
	return st;
}
