/*
 * board_open.c: what plans, notes and people left untried, the most promising
 * first.
 *
 * What an idea may still gain is its mean improvement, the average idea of the
 * task counted once more:
 *
 *	(sum of max(0, improvement) + prior) / (runs + 1)
 *
 * which is the criterion of Jones et al. (Efficient global optimization, 1998)
 * with what was seen in place of a model: an idea that was never tried is worth
 * as much as the average, one that was tried in vain less each time. What was
 * struck before it ran, or not admitted to a plan, counts as tried once in
 * vain, whatever others of its idea improved: there was a reason.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/similar.h"
#include "base/text.h"
#include "brain/board_internal.h"

#define FEW_OPEN	3	/* with fewer, what gained most is one, too */
#define FEW_WORDS	3	/* a proposal with fewer is not recognized */
#define MOST_WORDS	0.75	/* share of its words that carry it out */

static const struct record_field open_fields[] = {
	RECORD_STR(struct board_open, key, 0),
	RECORD_STR(struct board_open, title, 0),
	RECORD_STR(struct board_open, from, 0),
	RECORD_INT(struct board_open, alike, 0, 0),
	RECORD_BOOL(struct board_open, struck, 0),
	RECORD_NUM(struct board_open, gain, 0),
};
const struct record board_open_record = RECORD(struct board_open, open_fields);

/* Something to try, unless it is on the list already. `idea`: what its idea is
 * known by, NULL: nothing of it counts; `phase`: that of the plan or the note
 * that has it, 0: none. */
static void
add_open(struct board *b, const char *title, const char *idea,
    const char *from, int phase)
{
	const struct board_idea	*known = idea == NULL ? NULL :
				    board_find_idea(b, idea);
	struct board_open	*o;
	struct buf		 key = BUF_INIT;
	size_t			 i;

	if (known == NULL && idea != NULL)
		known = board_find_idea(b, title);
	board_add_key(&key, title, true);
	for (i = 0; i < b->nopen && strcmp(b->open[i].key, buf_str(&key)) != 0;
	    i++)
		;
	if (i < b->nopen) {
		buf_release(&key);
		return;
	}
	o = record_append(&board_open_record, &b->open, &b->nopen);
	record_set(&o->key, buf_str(&key));
	buf_release(&key);
	record_set(&o->title, title);
	record_set(&o->from, from);
	o->phase = phase;
	o->alike = known == NULL ? 0 : known->runs;
	o->struck = idea == NULL;
	o->gain = ((known == NULL ? 0 : known->gain) + b->prior) /
	    (o->alike + 1 + o->struck);
}

/* Does the text have the word, in the singular or the plural? */
static bool
has_word(const char *text, const char *word)
{
	const char	*p;
	size_t		 n = strlen(word);

	n -= n > 4 && word[n - 1] == 's';
	for (p = text + 1; (p = memmem(p, strlen(p), word, n)) != NULL; p++)
		if (p[-1] == ' ' && (p[n] == ' ' || (p[n] == 's' &&
		    p[n + 1] == ' ')))
			return true;
	return false;
}

/* Has a suggestion all settings that a proposal names, and most of its other
 * words? Small words say nothing. */
static bool
carries_out(const char *proposal, const char *title, const char *text)
{
	struct buf	 key = BUF_INIT, done = BUF_INIT;
	char		*word, *rest;
	size_t		 n = 0, common = 0;
	bool		 has, all = true;

	board_add_key(&key, proposal, true);
	buf_addc(&key, ' ');
	buf_addc(&done, ' ');
	board_add_key(&done, title, true);
	board_add_key(&done, text, true);
	for (word = strtok_r(key.p, " ", &rest); word != NULL;
	    word = strtok_r(NULL, " ", &rest)) {
		has = has_word(buf_str(&done), word);
		if (isdigit((unsigned char)*word))
			all = all && has;
		else if (strlen(word) > 3) {
			n++;
			common += has;
		}
	}
	buf_release(&key);
	buf_release(&done);
	return all && n >= FEW_WORDS && (double)common >=
	    MOST_WORDS * (double)n;
}

/* Was a suggestion of a later phase made of it? */
static bool
taken_up(const struct state *s, int phase, const char *next)
{
	const struct phase	*p;
	const char		*title, *text;
	size_t			 i;

	for (p = s->phases; p < s->phases + s->count; p++)
		for (i = 0; p->phase > phase && i < p->count; i++) {
			title = text_or_empty(p->suggestions[i].title);
			text = text_or_empty(p->suggestions[i].text);
			if (similar_texts(title, next) >= BOARD_SAME_IDEA ||
			    (strstr(text, "```") == NULL &&
			    carries_out(next, title, text)))
				return true;
		}
	return false;
}

/* What the newest note proposes, and what older ones did that nobody tried. */
static void
add_proposed(struct board *b, const struct state *s, const struct note *notes,
    size_t n)
{
	char	 at[64];
	jv	 one;
	size_t	 k;
	int	 i;

	for (k = n; k > 0; k--)
		for (i = 0; json_item(notes[k - 1].next, i, &one); i++) {
			if (jv_get_kind(one) != JV_KIND_STRING ||
			    taken_up(s, notes[k - 1].phase,
			    jv_string_value(one)))
				continue;
			snprintf(at, sizeof(at), "proposed by l2/%02d.md",
			    notes[k - 1].phase);
			add_open(b, jv_string_value(one),
			    jv_string_value(one), at,
			    notes[k - 1].phase);
		}
}

/* Numbers that a plan leaves out between others: somebody struck them out. */
static void
add_struck(struct board *b, const struct phase *p)
{
	const struct direction	*d = p->plan->directions;
	char			 title[64], from[64];
	size_t			 i;
	int			 n;

	for (i = 1; i < p->plan->count; i++)
		for (n = d[i - 1].n + 1; n < d[i].n && n < d[i - 1].n + 10;
		    n++) {
			snprintf(title, sizeof(title), "direction %d of phase "
			    "%02d", n, p->phase);
			snprintf(from, sizeof(from), "struck out of "
			    "plan/%02d.md", p->phase);
			add_open(b, title, title, from, p->phase);
		}
}

/* What a plan holds or refused, and was not run. */
static void
add_planned(struct board *b, const struct phase *p)
{
	const struct suggestion	*s;
	const struct result	*r;
	char			 from[300];
	jv			 one;
	int			 i;

	for (s = p->suggestions; s < p->suggestions + p->count; s++) {
		if (board_was_run(s) || (s->attempts > 0 && !s->done))
			continue;
		r = s->result;
		if (r != NULL && result_struck(r)) {
			snprintf(from, sizeof(from), "%s, struck: %.200s",
			    s->id, text_or_empty(r->cause->message));
			add_open(b, text_or_empty(s->title), NULL, from,
			    p->phase);
			continue;
		}
		snprintf(from, sizeof(from), "%s, %s", s->id, s->done ?
		    "not run" : "planned");
		add_open(b, text_or_empty(s->title),
		    board_direction_title(p, s), from, p->phase);
	}
	snprintf(from, sizeof(from), "not admitted to plan/%02d.md", p->phase);
	for (i = 0; json_item(p->plan->dropped, i, &one); i++)
		if (jv_get_kind(one) == JV_KIND_STRING)
			add_open(b, jv_string_value(one), NULL, from,
			    p->phase);
	add_struck(b, p);
}

/* What is worth the same: what somebody decided against last, of the latest
 * phase first. */
static int
by_gain(const void *x, const void *y)
{
	const struct board_open	*a = x, *b = y;

	if (a->gain != b->gain)
		return a->gain < b->gain ? 1 : -1;
	if (a->struck != b->struck)
		return a->struck ? 1 : -1;
	return a->phase != b->phase ? b->phase - a->phase :
	    strcmp(a->from, b->from);
}

/* Where few hypotheses are open: from the best run of what gained most, which
 * is what another of its kind may gain. `b->ideas` are sorted. */
static void
add_more(struct board *b)
{
	const struct board_idea	*i;
	struct buf		 title = BUF_INIT;
	size_t			 k, n = b->nopen;

	for (k = 0; k < b->nopen; k++)
		n -= b->open[k].struck;
	for (i = b->ideas; i < b->ideas + b->nideas && n < FEW_OPEN &&
	    i->gain > 0; i++, n++) {
		buf_reset(&title);
		buf_addf(&title, "Go on from %s: %s", i->best, i->title);
		add_open(b, buf_str(&title), i->title,
		    "what its runs improved", 0);
	}
	buf_release(&title);
}

void
board_add_open(struct board *b, const struct state *s,
    const struct note *notes, size_t n)
{
	const struct phase	*p;

	for (p = s->phases; p < s->phases + s->count; p++)
		add_planned(b, p);
	add_proposed(b, s, notes, n);
}

void
board_sort_open(struct board *b)
{
	add_more(b);
	if (b->nopen > 1)
		qsort(b->open, b->nopen, sizeof(*b->open), by_gain);
}
