/*
 * board.c: what is believed, what to try next, what is a dead end.
 */
#include <string.h>

#include "hcc-report/report.h"

#define MOST 12		/* of a list */

static void
put_open(struct buf *b, const struct board *board)
{
	const struct board_open	*o;
	size_t			 i;

	if (board->nopen == 0)
		return;
	page_table(b, "", "To try, by expected gain",
	    "What|From|Runs of this idea|Expected gain");
	for (i = 0; i < board->nopen && i < MOST; i++) {
		o = &board->open[i];
		buf_adds(b, "<tr><td>");
		page_cut(b, o->title, 200);
		page_cell(b, o->from);
		buf_addf(b, "<td class=n>%d", o->alike);
		buf_addf(b, "<td class=n>%.2g", o->gain);
		buf_addc(b, '\n');
	}
	page_table_end(b);
	if (board->nopen > MOST)
		buf_addf(b, "<p class=hint>and %zu more: <code>hcc status -m"
		    "</code>.</p>\n", board->nopen - MOST);
}

static void
put_ideas(struct buf *b, const struct report *r)
{
	const struct board_idea	*idea;
	size_t			 i;

	if (r->board.nideas == 0)
		return;
	page_table(b, "", "Tried, by idea",
	    "Idea|Runs|Failed|Best|Score|Improved its base by");
	for (i = 0; i < r->board.nideas && i < 5 * MOST; i++) {
		idea = &r->board.ideas[i];
		buf_adds(b, "<tr><th scope=row>");
		page_cut(b, idea->title, 140);
		buf_addf(b, "<td class=n>%d<td class=n>%d<td>", idea->runs,
		    idea->failed);
		report_link(b, r, idea->best);
		page_cell_number(b, idea->score);
		buf_adds(b, "<td class=n>");
		page_change(b, idea->improved, idea->interval);
		buf_addc(b, '\n');
	}
	page_table_end(b);
}

static void
put_statements(struct buf *b, const struct board *board, const char *verdict,
    const char *title)
{
	const struct board_statement	*s;
	size_t				 i;
	int				 n = 0;

	for (i = 0; i < board->nstatements; i++) {
		s = &board->statements[i];
		if (strcmp(s->verdict, verdict) != 0 || n++ >= MOST)
			continue;
		if (n == 1)
			buf_addf(b, "<h4>%s</h4>\n<ul>\n", title);
		buf_adds(b, "<li>");
		page_cut(b, s->claim, 400);
		buf_adds(b, " <span class=place>");
		page_text(b, s->at);
		if (s->times > 1)
			buf_addf(b, ", said %d times", s->times);
		buf_adds(b, "</span>");
		if (s->state != NULL && strcmp(s->state, "unchecked") == 0)
			buf_addf(b, " <span class=bad>%s</span>", s->state);
		if (s->against != NULL) {
			buf_adds(b, " <span class=bad>conflict: ");
			page_text(b, s->against);
			buf_adds(b, " said the opposite</span>");
		}
		buf_addc(b, '\n');
	}
	if (n > 0)
		buf_adds(b, "</ul>\n");
	if (n > MOST)
		buf_addf(b, "<p class=hint>and %d older ones.</p>\n", n - MOST);
}

void
report_board(struct buf *b, const struct report *r)
{
	if (r->board.tried + r->board.nopen == 0)
		return;
	report_section(b, r, "board", "What is known, and what to try next");
	put_open(b, &r->board);
	put_statements(b, &r->board, "promising", "Promising");
	put_statements(b, &r->board, "rule", "Rules");
	put_statements(b, &r->board, "dead end", "Dead ends");
	put_statements(b, &r->board, "unverified",
	    "Not borne out by what is cited");
	put_ideas(b, r);
	buf_adds(b, "</section>\n");
}
