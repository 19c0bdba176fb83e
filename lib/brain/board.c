/*
 * board.c: collect ideas and statements.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/record.h"
#include "base/similar.h"
#include "base/text.h"
#include "brain/board_internal.h"
#include "task/change.h"
#include "task/evidence.h"

#define LOOK_BACK	64	/* ideas that a title is compared with */
#define SIGNIFICANT	4	/* digits that a measured value has */

static const struct record_field idea_fields[] = {
	RECORD_STR(struct board_idea, title, 0),
	RECORD_INT(struct board_idea, runs, 0, 0),
	RECORD_INT(struct board_idea, failed, 0, 0),
	RECORD_STR(struct board_idea, best, 0),
	RECORD_NUM(struct board_idea, score, 0),
	RECORD_NUM(struct board_idea, improved, 0),
	RECORD_NUM(struct board_idea, interval, 0),
	RECORD_NUM(struct board_idea, gain, 0),
	RECORD_STR(struct board_idea, cause, 0),
};
static const struct record idea_record = RECORD(struct board_idea,
    idea_fields);

static const struct record_field statement_fields[] = {
	RECORD_STR(struct board_statement, key, 0),
	RECORD_STR(struct board_statement, verdict, 0),
	RECORD_STR(struct board_statement, claim, 0),
	RECORD_STR(struct board_statement, state, 0),
	RECORD_STR(struct board_statement, at, 0),
	RECORD_STR(struct board_statement, ref, 0),
	RECORD_INT(struct board_statement, times, 0, 0),
	RECORD_STR(struct board_statement, against, 0),
};
static const struct record statement_record = RECORD(struct board_statement,
    statement_fields);

static const struct record_field board_fields[] = {
	RECORD_LIST(struct board, ideas, nideas, struct board_idea,
	    &idea_record, 0),
	RECORD_LIST(struct board, statements, nstatements,
	    struct board_statement, &statement_record, 0),
	RECORD_LIST(struct board, open, nopen, struct board_open,
	    &board_open_record, 0),
	RECORD_INT(struct board, tried, 0, 0),
	RECORD_INT(struct board, failed, 0, 0),
	RECORD_NUM(struct board, prior, 0),
	RECORD_STR(struct board, best, 0),
	RECORD_NUM(struct board, best_change, 0),
	RECORD_NUM(struct board, best_interval, 0),
	RECORD_INT(struct board, since, 0, 0),
};
static const struct record board_record = RECORD(struct board, board_fields);

void
board_free(struct board *b)
{
	record_free(&board_record, b);
}

void
board_read_notes(const struct task *t, const struct state *s,
    struct note **notes, size_t *n)
{
	size_t	 i;

	*notes = NULL;
	*n = 0;
	for (i = 0; i < s->count; i++)
		if (s->phases[i].promoted)
			(void)note_read(t, s->phases[i].phase,
			    record_append(&note_record, notes, n), NULL);
}

void
board_free_notes(struct note *notes, size_t n)
{
	while (n > 0)
		note_free(&notes[--n]);
	free(notes);
}

/* Is the word a number that was measured? One with a sign or with many digits;
 * "C 0.1 instead of 10" are settings. */
static bool
is_measured(const char *s, size_t n)
{
	size_t	 i, digits = 0;
	bool	 zero = true;

	for (i = 0; i < n; i++) {
		zero = zero && (s[i] == '0' || !isdigit((unsigned char)s[i]));
		digits += isdigit((unsigned char)s[i]) && !zero;
	}
	return digits >= SIGNIFICANT || (digits > 0 && (*s == '+' ||
	    *s == '-'));
}

void
board_add_key(struct buf *b, const char *s, bool numbers)
{
	size_t	 n, i;
	bool	 digit, id;

	for (; *s != '\0'; s += n) {
		while (*s != '\0' && !isalnum((unsigned char)*s) &&
		    *s != '+' && *s != '-' && (unsigned char)*s < 0x80)
			s++;
		digit = id = false;
		for (n = 0; s[n] != '\0' && !isspace((unsigned char)s[n]);
		    n++) {
			digit = digit || isdigit((unsigned char)s[n]);
			id = id || s[n] == '/';
		}
		if (n == 0 || (digit && (!numbers || id ||
		    is_measured(s, n))))
			continue;
		for (i = 0; i < n; i++)
			if (isalnum((unsigned char)s[i]) ||
			    (s[i] == '.' && i + 1 < n) ||
			    (unsigned char)s[i] >= 0x80)
				buf_addc(b, (char)tolower(
				    (unsigned char)s[i]));
		buf_addc(b, ' ');
	}
}

/* How much better a result is than its base; NAN: not known. */
static double
improvement(const struct task *t, const struct result *r)
{
	return r == NULL || !status_ok(r->status) ? NAN :
	    t->lower ? -r->change : r->change;
}

bool
board_was_run(const struct suggestion *s)
{
	return suggestion_was_run(s) && !result_struck(s->result);
}

const char *
board_direction_title(const struct phase *p, const struct suggestion *s)
{
	const struct direction	*d;

	for (d = p->plan->directions; d < p->plan->directions + p->plan->count;
	    d++)
		if (d->n == s->direction && d->title != NULL)
			return d->title;
	return text_or_empty(s->title);
}

struct board_idea *
board_find_idea(const struct board *b, const char *title)
{
	struct buf	 key = BUF_INIT, other = BUF_INIT;
	size_t		 i, from = b->nideas > LOOK_BACK ?
			    b->nideas - LOOK_BACK : 0;
	bool		 same = false;

	board_add_key(&key, title, false);
	for (i = b->nideas; i > from && !same; i--) {
		buf_reset(&other);
		board_add_key(&other, b->ideas[i - 1].title, false);
		same = similar_texts(buf_str(&key), buf_str(&other)) >=
		    BOARD_SAME_IDEA;
	}
	buf_release(&key);
	buf_release(&other);
	return same ? &b->ideas[i] : NULL;
}

static void
add_cause(struct board_idea *idea, const struct result *r)
{
	const struct cause	*c = r->cause;
	struct buf		 b = BUF_INIT;

	if (c == NULL)
		result_add_cause(&b, r);
	else if (c->class != NULL)
		buf_addf(&b, "%s: ", c->class);
	if (c != NULL)
		buf_addf(&b, "%.200s", text_or_empty(c->message));
	if (b.len > 0)
		record_set(&idea->cause, buf_str(&b));
	buf_release(&b);
}

/* Count a result; what is best of an idea is what has improved most. What a
 * limit ended has failed: its score is not of the idea. */
static void
add_tried(const struct task *t, struct board *b, const struct phase *p,
    const struct suggestion *s)
{
	const struct result	*r = s->result;
	const char		*title = board_direction_title(p, s);
	struct board_idea	*idea = board_find_idea(b, title);
	double			 d = improvement(t, r);

	if (idea == NULL) {
		idea = record_append(&idea_record, &b->ideas, &b->nideas);
		idea->gain = 0;
	}
	record_set(&idea->title, title);
	idea->runs++;
	b->tried++;
	if (!status_worked(r->status) || result_stopped(r) != NULL) {
		idea->failed++;
		b->failed++;
		add_cause(idea, r);
		return;
	}
	if (isfinite(d))
		idea->gain += fmax(0, d);
	if (idea->best == NULL || d > idea->improved ||
	    (!isfinite(idea->improved) && task_better(t, r->score,
	    idea->score))) {
		record_set(&idea->best, s->id);
		idea->score = r->score;
		idea->improved = d;
		idea->interval = r->interval;
	}
}

static struct board_statement *
find_statement(const struct board *b, const char *key, bool rule)
{
	size_t	 i;

	for (i = 0; i < b->nstatements; i++)
		if (strcmp(b->statements[i].key, key) == 0 && rule ==
		    (strcmp(b->statements[i].verdict, "rule") == 0))
			return &b->statements[i];
	return NULL;
}

/* Are they of opposite verdicts? */
static bool
against(const char *a, const char *b)
{
	return (strcmp(a, "promising") == 0 && strcmp(b, "dead end") == 0) ||
	    (strcmp(a, "dead end") == 0 && strcmp(b, "promising") == 0);
}

/* Make a statement, or say once more one that was made by a newer note. What
 * its evidence does not bear out is believed by nobody. */
static void
add_statement(struct board *b, const char *verdict, const char *claim,
    const char *at, const char *state, const char *ref)
{
	struct board_statement	*s;
	struct buf		 key = BUF_INIT;
	bool			 rule = strcmp(verdict, "rule") == 0;

	if (state != NULL && strcmp(state, "unverified") == 0)
		verdict = state;
	board_add_key(&key, claim, true);
	if ((s = find_statement(b, buf_str(&key), rule)) == NULL) {
		s = record_append(&statement_record, &b->statements,
		    &b->nstatements);
		record_set(&s->key, buf_str(&key));
		record_set(&s->verdict, verdict);
		record_set(&s->claim, claim);
		record_set(&s->at, at);
		record_set(&s->ref, ref);
		record_set(&s->state, state);
	} else if (s->against == NULL && against(s->verdict, verdict))
		record_set(&s->against, at);
	s->times++;
	buf_release(&key);
}

/* Is a rule to keep or leave out what a statement tells of already? */
static bool
says_no_more(const struct board *b, const char *rule)
{
	const char	*what = text_starts(rule, "Keep ") ? rule + 5 :
			    text_starts(rule, "Leave out ") ? rule + 10 : "";
	size_t		 i, n = strcspn(what, ":");

	for (i = 0; what[n] == ':' && i < b->nstatements; i++)
		if (strncmp(b->statements[i].claim, what, n + 1) == 0)
			return true;
	return false;
}

/* The run that a rule says to build on, or NULL. */
static const char *
built_on(const char *rule)
{
	const char	*id = text_starts(rule, "Build on ") ? rule + 9 :
			    text_starts(rule, "Stay with ") ? rule + 10 : "";

	return evidence_at(id, id) > 0 ? id : NULL;
}

/* Does a newer rule say to build on another run than this one does? */
static bool
is_overtaken(const struct board *b, const char *rule)
{
	const char	*id = built_on(rule), *newest = NULL;
	size_t		 i;

	for (i = 0; newest == NULL && i < b->nstatements; i++)
		newest = built_on(b->statements[i].claim);
	return id != NULL && newest != NULL && (evidence_at(id, id) !=
	    evidence_at(newest, newest) || strncmp(id, newest,
	    evidence_at(id, id)) != 0);
}

static bool
is_sure(const struct board_statement *s)
{
	return s->state == NULL || strcmp(s->state, "verified") == 0;
}

/* A rule, with its state behind it. */
static void
add_rule(struct board *b, const char *rule, const char *at)
{
	static const char *const states[] = { "verified", "unchecked" };
	size_t			 i, n = strlen(rule), k;
	char			*text;

	for (i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		k = strlen(states[i]);
		if (n > k && rule[n - k - 1] == ' ' &&
		    strcmp(rule + n - k, states[i]) == 0)
			break;
	}
	if (i == sizeof(states) / sizeof(states[0])) {
		add_statement(b, "rule", rule, at, NULL, NULL);
		return;
	}
	text = mem_dup_n(rule, n - k - 1);
	add_statement(b, "rule", text, at, states[i], NULL);
	free(text);
}

static void
add_note(struct board *b, const struct note *k)
{
	const struct judgement	*j;
	char			 at[64];
	jv			 one;
	int			 i;

	for (j = k->judgements; j < k->judgements + k->njudgements; j++) {
		snprintf(at, sizeof(at), "l2/%02d.md:%d", k->phase, j->line);
		add_statement(b, text_or_empty(j->verdict),
		    text_or_empty(j->claim), at, j->state,
		    json_item(j->evidence, 0, &one) &&
		    jv_get_kind(one) == JV_KIND_STRING ? jv_string_value(one) :
		    NULL);
	}
	snprintf(at, sizeof(at), "l2/%02d.md", k->phase);
	for (i = 0; json_item(k->rules, i, &one); i++)
		if (jv_get_kind(one) == JV_KIND_STRING &&
		    !says_no_more(b, jv_string_value(one)) &&
		    !is_overtaken(b, jv_string_value(one)))
			add_rule(b, jv_string_value(one), at);
}

/* What is verified or computed comes first, the newer before the older. */
static void
sort_statements(struct board *b)
{
	struct board_statement	 one;
	size_t			 i, k;

	for (i = 1; i < b->nstatements; i++) {
		one = b->statements[i];
		for (k = i; k > 0 && is_sure(&one) &&
		    !is_sure(&b->statements[k - 1]); k--)
			b->statements[k] = b->statements[k - 1];
		b->statements[k] = one;
	}
}

/* The greater improvement first; what never worked last. */
static int
by_improvement(const void *x, const void *y)
{
	const struct board_idea	*a = x, *b = y;
	double			 m = isfinite(a->improved) ? a->improved :
				    -INFINITY, n = isfinite(b->improved) ?
				    b->improved : -INFINITY;

	if (m != n)
		return m < n ? 1 : -1;
	return strcmp(a->title, b->title);
}

/* Note the best when its phase comes by, and count the phases after the one in
 * which it was found. */
static void
note_best(const struct state *s, const struct phase *p, struct board *b)
{
	const struct suggestion	*one;
	bool			 ran = false;

	for (one = p->suggestions; one < p->suggestions + p->count; one++) {
		ran = ran || board_was_run(one);
		if (s->best != NULL && s->best->id != NULL &&
		    strcmp(s->best->id, one->id) == 0 && one->result != NULL) {
			record_set(&b->best, one->id);
			b->best_change = one->result->change;
			b->best_interval = one->result->interval;
		}
	}
	b->since += ran && s->best != NULL && p->phase > s->best_phase;
}

static void
add_results(const struct task *t, const struct state *s, struct board *b)
{
	const struct phase	*p;
	const struct suggestion	*one;
	size_t			 i;

	for (p = s->phases; p < s->phases + s->count; p++) {
		for (one = p->suggestions; one < p->suggestions + p->count;
		    one++)
			if (board_was_run(one))
				add_tried(t, b, p, one);
		note_best(s, p, b);
	}
	for (b->prior = 0, i = 0; i < b->nideas; i++)
		b->prior += b->ideas[i].gain;
	if (b->tried > 0)
		b->prior /= b->tried;
}

void
board_make(const struct task *t, const struct state *s,
    const struct note *notes, size_t n, struct board *b)
{
	size_t	 k;

	record_init(&board_record, b);
	add_results(t, s, b);
	for (k = n; k > 0; k--)
		add_note(b, &notes[k - 1]);
	sort_statements(b);
	board_add_open(b, s, notes, n);
	if (b->nideas > 1)
		qsort(b->ideas, b->nideas, sizeof(*b->ideas), by_improvement);
	board_sort_open(b);
}
