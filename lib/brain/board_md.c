/*
 * board_md.c: the board as Markdown.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "brain/board.h"

#define MOST 10		/* statements of a kind that are listed */

/* "0.912", "-" without a number. */
static const char *
number(double d, const char *fmt, char out[32])
{
	if (isfinite(d))
		snprintf(out, 32, *fmt == '+' ? "%+.6g" : "%.6g", d);
	else
		snprintf(out, 32, "-");
	return out;
}

/* Text of plans and notes is a line here, and no table ends in it. */
static void
add_text(struct buf *b, const char *s)
{
	for (s = text_or_empty(s); *s != '\0'; s++)
		buf_addc(b, *s == '\n' || *s == '\r' ? ' ' : *s == '|' ? '/' :
		    *s);
}

static void
add_interval(struct buf *b, double interval)
{
	if (isfinite(interval))
		buf_addf(b, " +-%.2g", interval);
}

static void
add_best(struct buf *b, const struct state *s, const struct board *board)
{
	const struct result	*best = s->best;
	char			 n[32];

	buf_adds(b, "Best: ");
	if (best == NULL) {
		buf_adds(b, "none yet\n");
		return;
	}
	buf_addf(b, "%s (%s, ", number(best->score, "", n),
	    text_or_empty(best->id));
	add_text(b, best->title);
	buf_addc(b, ')');
	if (isfinite(board->best_change)) {
		buf_addf(b, "; %s", number(board->best_change, "+", n));
		add_interval(b, board->best_interval);
		buf_addf(b, " against what it was built on");
	}
	if (isfinite(best->noise))
		buf_addf(b, "; noise between seeds %s",
		    number(best->noise, "", n));
	if (isfinite(best->measured))
		buf_addf(b, "; measured on sealed labels %s",
		    number(best->measured, "", n));
	if (board->since > 1)
		buf_addf(b, "; %d phases since then brought nothing better",
		    board->since);
	buf_adds(b, ".\n");
}

static void
add_running(struct buf *b, const struct state *s, bool busy)
{
	const struct phase	*p;
	const struct suggestion	*one;
	int			 n = 0;

	buf_adds(b, "\n## Running\n");
	for (p = s->phases; busy && p < s->phases + s->count; p++)
		for (one = p->suggestions; one < p->suggestions + p->count;
		    one++)
			if (one->attempts > 0 && !one->done) {
				buf_addf(b, "- %s ", one->id);
				add_text(b, one->title);
				buf_addc(b, '\n');
				n++;
			}
	if (n == 0)
		buf_adds(b, "- nothing\n");
}

static void
add_open(struct buf *b, const struct board *board)
{
	const struct board_open	*o;
	char			 gain[32];

	buf_adds(b, "\n## To try, by expected gain\n");
	for (o = board->open; o < board->open + board->nopen; o++) {
		buf_adds(b, "- ");
		add_text(b, o->title);
		buf_addf(b, " (%s; %d run%s of this idea so far; gain %s)\n",
		    o->from, o->alike, o->alike == 1 ? "" : "s",
		    number(o->gain, "", gain));
	}
	if (board->nopen == 0)
		buf_adds(b, "- nothing\n");
}

static void
add_statement(struct buf *b, const struct board_statement *s)
{
	buf_addf(b, "- ");
	add_text(b, s->claim);
	buf_addf(b, " (%s", s->at);
	if (s->times > 1)
		buf_addf(b, ", said %d times", s->times);
	if (s->state != NULL && strcmp(s->state, "unchecked") == 0)
		buf_addf(b, ", %s", s->state);
	buf_adds(b, ")\n");
	if (s->against != NULL)
		buf_addf(b, "  - conflict: %s said the opposite\n",
		    s->against);
}

/* Those of a verdict, at most MOST; how many there are. */
static int
add_statements(struct buf *b, const struct board *board, const char *verdict)
{
	const struct board_statement	*s;
	int				 n = 0;

	for (s = board->statements; s < board->statements +
	    board->nstatements; s++)
		if (strcmp(s->verdict, verdict) == 0 && n++ < MOST)
			add_statement(b, s);
	if (n > MOST)
		buf_addf(b, "- and %d more\n", n - MOST);
	return n;
}

static bool
has_statement(const struct board *board, const char *verdict)
{
	size_t	 i;

	for (i = 0; i < board->nstatements; i++)
		if (strcmp(board->statements[i].verdict, verdict) == 0)
			return true;
	return false;
}

static void
add_tried(struct buf *b, const struct board *board)
{
	const struct board_idea	*i;
	char			 n[32];

	buf_addf(b, "\n## Tried, by idea\n%d runs, %d failed.\n", board->tried,
	    board->failed);
	if (board->nideas == 0)
		return;
	buf_adds(b, "\n| idea | runs | failed | best | score | improved by |\n"
	    "|---|---|---|---|---|---|\n");
	for (i = board->ideas; i < board->ideas + board->nideas; i++) {
		buf_adds(b, "| ");
		add_text(b, i->title);
		buf_addf(b, " | %d | %d | %s | %s | ", i->runs, i->failed,
		    i->best == NULL ? "-" : i->best, number(i->score, "", n));
		buf_adds(b, number(i->improved, "+", n));
		add_interval(b, i->interval);
		buf_adds(b, " |\n");
	}
}

/* Ideas that never worked have a cause; the others a judgement. */
static void
add_dead(struct buf *b, const struct board *board)
{
	const struct board_idea	*i;
	int			 n;

	buf_adds(b, "\n## Dead ends\n");
	n = add_statements(b, board, "dead end");
	for (i = board->ideas; i < board->ideas + board->nideas; i++)
		if (i->failed == i->runs) {
			buf_adds(b, "- ");
			add_text(b, i->title);
			buf_addf(b, " (failed %d times) ", i->runs);
			add_text(b, i->cause);
			buf_addc(b, '\n');
			n++;
		}
	if (n == 0)
		buf_adds(b, "- none\n");
}

void
board_format(struct buf *b, const struct task *t, const struct state *s,
    const struct board *board, bool busy)
{
	buf_addf(b, "# %s\n\nGoal: %s %s.\n", s->id, t->goal, t->metric);
	add_best(b, s, board);
	add_running(b, s, busy);
	add_open(b, board);
	buf_adds(b, "\n## Believed\n");
	if (add_statements(b, board, "promising") +
	    add_statements(b, board, "rule") == 0)
		buf_adds(b, "- nothing\n");
	add_tried(b, board);
	add_dead(b, board);
	buf_adds(b, "\n## Within the noise\n");
	if (add_statements(b, board, "inconclusive") == 0)
		buf_adds(b, "- nothing\n");
	if (has_statement(board, "unverified"))
		buf_adds(b, "\n## Not borne out by what is cited\n");
	(void)add_statements(b, board, "unverified");
}
