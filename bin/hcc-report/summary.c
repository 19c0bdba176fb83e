/*
 * summary.c: the task in a sentence, and its figures.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "hcc-report/report.h"

/* "The best is 0.0029 (06/1.1, Blend), found after 1m of work." */
static void
put_best(struct buf *b, const struct report *r)
{
	const struct result	*best = r->state.best;
	const struct moment	*m;

	if (best == NULL) {
		buf_adds(b, " There is no valid solution yet.");
		return;
	}
	buf_adds(b, " The best score is <strong>");
	page_number(b, best->score);
	buf_adds(b, "</strong> by ");
	report_link(b, r, best->id);
	buf_adds(b, " (");
	page_cut(b, best->title, 120);
	buf_adds(b, ")");
	if ((m = report_moment(r, best->id)) != NULL) {
		buf_adds(b, ", found after ");
		page_seconds(b, m->at);
		buf_adds(b, " of work");
	}
	if (isfinite(r->board.best_change)) {
		buf_adds(b, "; its change against what it was built on is ");
		page_change(b, r->board.best_change, r->board.best_interval);
	}
	buf_addc(b, '.');
}

static void
put_measured(struct buf *b, const struct report *r)
{
	const struct result	*best = r->state.best;
	jv			 rank;

	if (best == NULL || !isfinite(best->measured))
		return;
	buf_adds(b, " Measured on sealed labels it is <strong>");
	page_number(b, best->measured);
	buf_adds(b, "</strong>, where the program claimed ");
	page_number(b, best->claimed);
	rank = report_rank(r);
	if (isfinite(json_num(rank, "rank", NAN))) {
		buf_addf(b, "; rank %.0f of %.0f",
		    json_num(rank, "rank", 0), json_num(rank, "teams", 0));
		if (json_bool(rank, "any_medal", false))
			buf_addf(b, ", a %s medal", json_str(rank, "medal",
			    ""));
	}
	jv_free(rank);
	buf_addc(b, '.');
}

static void
put_state(struct buf *b, const struct report *r)
{
	const struct state	*s = &r->state;

	buf_addf(b, " %d suggestions were run, ", r->board.tried);
	if (r->board.failed > 0)
		buf_addf(b, "%d of them without a score, in ",
		    r->board.failed);
	else
		buf_adds(b, "all with a score, in ");
	page_seconds(b, s->spent);
	buf_adds(b, ". ");
	if (s->ended != NULL) {
		buf_adds(b, "The task has ended: ");
		page_text(b, s->ended->why);
	} else if (s->given_up != NULL) {
		buf_adds(b, "Nobody goes on with it: ");
		page_text(b, s->given_up);
	} else
		buf_adds(b, r->busy ? "It is at work" :
		    "It has not ended, and nobody is at work on it");
	buf_adds(b, ".");
}

static void
put_term(struct buf *b, const char *term)
{
	buf_addf(b, "<dt>%s<dd>", term);
}

/* Which environment runs had, by the newest that tells. */
static void
put_environment(struct buf *b, const struct report *r)
{
	struct evidence_ref	 ref;
	struct run		 run;
	const struct moment	*m = report_moment(r, r->state.best == NULL ?
				    NULL : r->state.best->id);

	if (m == NULL || !evidence_parse(m->s->id, strlen(m->s->id), &ref))
		return;
	snprintf(ref.attempt, sizeof(ref.attempt), "%d",
	    m->s->result->attempt);
	if (evidence_run(r->ev, &ref, &run, NULL) == HCC_OK) {
		put_term(b, "Environment of the best");
		page_text(b, run.runner);
		buf_addf(b, ", %s the sandbox, %d core%s, seed %ld",
		    run.sandbox ? "inside" : "without", run.cores,
		    run.cores == 1 ? "" : "s", run.seed);
		if (run.interpreter != NULL) {
			buf_adds(b, ", ");
			page_text(b, run.interpreter);
		}
		if (run.gpu != NULL) {
			buf_adds(b, ", ");
			page_text(b, run.gpu);
		}
	}
	run_free(&run);
}

static void
put_figures(struct buf *b, const struct report *r)
{
	const struct task	*t = r->t;

	buf_adds(b, "<dl>\n");
	put_term(b, "Metric");
	page_text(b, t->metric);
	buf_addf(b, ", %s is better", t->lower ? "lower" : "higher");
	put_term(b, "Time");
	page_seconds(b, r->state.spent);
	buf_adds(b, isfinite(r->state.left) ? " spent, " : " spent, no limit");
	if (isfinite(r->state.left)) {
		page_seconds(b, r->state.left);
		buf_adds(b, " left");
	}
	if (r->state.best != NULL && isfinite(r->state.best->noise)) {
		put_term(b, "Noise of the best between seeds");
		page_number(b, r->state.best->noise);
	}
	if (t->brain != NULL) {
		put_term(b, "Brain");
		page_text(b, t->brain);
	}
	put_environment(b, r);
	buf_adds(b, "</dl>\n<details><summary>What was asked</summary>\n<pre>");
	page_cut(b, t->body, 20000);
	buf_adds(b, "</pre></details>\n");
}

void
report_summary(struct buf *b, const struct report *r)
{
	buf_addf(b, "<p class=lead>The task is to %s ", r->t->lower ?
	    "minimize" : "maximize");
	page_text(b, r->t->metric);
	buf_addc(b, '.');
	put_best(b, r);
	put_measured(b, r);
	put_state(b, r);
	buf_adds(b, "</p>\n");
	put_figures(b, r);
}
