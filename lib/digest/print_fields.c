/*
 * print_fields.c: how the numbers of a template are written.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digest/char.h"
#include "digest/field.h"
#include "digest/print_fields.h"
#include "digest/progress.h"
#include "digest/word_class.h"

enum {
	PLACE = 64,
	JUMP_WIDTH = 160,
	OTHERS = 5		/* fields that are no metrics */
};

struct named {
	unsigned	 field;
	unsigned	 rank;		/* 0: a metric by its name */
};

static int
by_rank(const void *a, const void *b)
{
	const struct named	*x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return x->field < y->field ? -1 : x->field > y->field;
}

static unsigned
rank_name(const char *name)
{
	unsigned	 flags = words_class(name, strlen(name));

	if (flags & (CLASS_METRIC | CLASS_ERROR | CLASS_OUTCOME) ||
	    ends_acronym(name, strlen(name)))
		return 0;
	return *name == '\0' ? 2 : flags & CLASS_TIME ? 3 : 1;
}

/* Is this the number of an epoch, a step? Of bars, what nothing names is how
 * fast they were. */
static bool
is_count(const struct template *t, unsigned i)
{
	const struct field	*f = &t->field[i];
	size_t			 n = strlen(f->name);
	const char		*w;

	if ((int)i == t->counter.field || (t->counter.bar && n == 0))
		return true;
	while (n > 0 && !is_letter(f->name[n - 1]))
		n--;
	w = last_word(f->name, f->name + n);
	return !f->decimal &&
	    word_class(w, (size_t)(f->name + n - w)) & COUNTER;
}

/* Fields that took more than one value and whose values are not just a count,
 * metrics first. */
static size_t
find_fields(const struct template *t, struct named *out)
{
	const struct field	*f;
	size_t			 n = 0;
	unsigned		 i;

	for (i = 0; i < t->nfields; i++) {
		f = &t->field[i];
		if (t->range[i][0] >= t->range[i][1] || is_count(t, i))
			continue;
		out[n].field = i;
		out[n].rank = rank_name(f->name);
		/* Not the middle of a date or a version. */
		if ((f->decimal || out[n].rank == 0) &&
		    (unsigned char)(f->name[0] - '0') > 9)
			n++;
	}
	if (n > 1)
		qsort(out, n, sizeof(*out), by_rank);
	return n;
}

/* Does this number stand in the text? */
static bool
has_number(const struct excerpt *t, const char *number)
{
	const char	*p = t->p, *end = t->p + t->n;
	size_t		 n = strlen(number);

	for (; (p = memmem(p, (size_t)(end - p), number, n)) != NULL; p++)
		if ((p == t->p || !strchr(".0123456789", p[-1])) &&
		    (p + n == end || !strchr(".0123456789", p[n])))
			return true;
	return false;
}

/* Is this extreme on display, or a value that the last line has as well? Of a
 * metric it matters when it came first. */
static bool
is_shown(const struct fields *s, const struct extreme *x, bool metric)
{
	if (!s->wide && printed_since(s->o, s->from, x->at.off))
		return true;
	return !metric && has_number(&s->t->last, x->text);
}

/* "  loss", or "  acc#2" if it comes a second time in the line. */
static void
field_label(const struct fields *s, char to[FIELD_NAME + 16])
{
	const struct field	*f = &s->t->field[s->field];

	if (f->name[0] == '\0')
		snprintf(to, FIELD_NAME + 16, "  col %u", s->field + 1);
	else if (f->nth > 1)
		snprintf(to, FIELD_NAME + 16, "  %s#%u", f->name, f->nth);
	else
		snprintf(to, FIELD_NAME + 16, "  %s", f->name);
}

/* Is there a counter of this key that can be believed? */
static bool
is_believed(const struct fields *s, uint64_t key)
{
	const struct template	*by = key == 0 ? NULL : key == s->t->key ?
				    s->t : templates_find(s->ts, key);

	return by != NULL && progress_believed(by);
}

/* Where an extreme stood, for a text in parentheses or without: the value of a
 * counter that can be believed, else which of the template's lines it was. */
static void
place(const struct fields *s, char to[PLACE], const struct extreme *x,
    bool inside)
{
	const struct progress	*c = &s->t->counter;

	/* Of `epoch 6, step 10` the step, if the epoch stood still. */
	if (x->inner_by == s->t->key && c->rises + c->falls == 0)
		snprintf(to, PLACE, " @%s", x->inner);
	else if (x->where[0] != '\0' && is_believed(s, x->by))
		snprintf(to, PLACE, " @%s", x->where);
	else
		snprintf(to, PLACE, inside ? ", line %llu of %llu" :
		    " (line %llu of %llu)", (unsigned long long)x->nth,
		    (unsigned long long)s->t->count);
}

/* Is the field called as the log has it, directly before the number? */
static bool
is_spelled(const struct fields *s)
{
	const struct field	*f = &s->t->field[s->field];

	return f->spelled[0] != '\0' && f->nth == 1;
}

/* Append values, as `loss: 0.5 (min @2)`, or `col 2 min 0.5 @2`. The name of
 * the log stands before each, so that it can be looked for there; but only once
 * if the lines are cut, since they have many numbers. With ranges each value
 * has a line, since each stood on another. */
static void
print_values(struct fields *s, struct span at, const char *what,
    const char *values, const char *where)
{
	struct buf	*b = s->o->b;
	char		 label[FIELD_NAME + 16];
	bool		 spelled = is_spelled(s);
	bool		 more = s->begun && !s->o->ranges &&
			    (s->wide || !spelled);

	if (s->begun && !more)
		buf_addc(b, '\n');
	s->begun = true;
	if (!more)
		print_range(s->o, at);
	if (spelled) {
		buf_addf(b, "%s%s%s (%s%s)", more ? ", " : "  ", more ? "" :
		    s->t->field[s->field].spelled, values, what, where);
		return;
	}
	field_label(s, label);
	buf_addf(b, "%s %s %s%s", more ? "" : label, what, values, where);
}

/* A number and where it stood. */
static void
print_extreme(struct fields *s, int side)
{
	const struct extreme	*x = &s->t->field[s->field].end[side];
	char			 at[PLACE];

	place(s, at, x, is_spelled(s));
	print_values(s, x->at, side == 0 ? "min" : "max", x->text, at);
}

/* Does the line above an extreme head it? Such lines come again and again. To
 * a line that counts itself only what restarts the count, or has parameters,
 * adds something; that of another trial is none of it. */
static bool
is_below(const struct fields *s, const struct extreme *x)
{
	const struct progress	*c = &s->t->counter;
	const struct template	*h = templates_find(s->ts, x->headed_by);

	if (x->heading.n == 0 || h == NULL || h->count > s->t->count ||
	    (h->count < 2 && !(h->section && s->ts->nsections > 2)) ||
	    (c->trials && h->trials && !has_number(&x->heading, x->where)))
		return false;
	return c->field < 0 || c->bar || h->settings ||
	    h->count <= c->falls + 2u;
}

/* Where a best line stood, if neither it nor what it is below says so. */
static void
best_place(const struct fields *s, char to[PLACE], const struct extreme *x,
    bool below)
{
	const struct progress	*c = &s->t->counter;

	*to = '\0';
	if (c->field >= 0 && !c->bar)
		return;
	if (!below || (x->by != x->headed_by && is_believed(s, x->by)))
		place(s, to, x, false);
	else if (x->by == x->headed_by && is_believed(s, x->inner_by) &&
	    templates_find(s->ts, x->by)->count * 2 <= s->t->count)
		snprintf(to, PLACE, " @%s", x->inner);
}

/* The whole line of a best value, which has what goes with it. */
static void
print_best(struct fields *s, int side)
{
	const struct extreme	*x = &s->t->field[s->field].end[side];
	char			 head[FIELD_NAME + 16 + PLACE];
	char			 at[PLACE];
	bool			 below = is_below(s, x);

	field_label(s, head);
	if (s->begun)
		buf_addc(s->o->b, '\n');
	s->begun = false;
	best_place(s, at, x, below);
	snprintf(head + strlen(head), sizeof(head) - strlen(head), " %s%s: ",
	    side == 0 ? "min" : "max", at);
	print_excerpt(s->o, head, &x->line, TRIAL_WIDTH);
	if (below && !printed_since(s->o, s->from, x->heading.at.off))
		print_excerpt(s->o, "    below: ", &x->heading,
		    SETTINGS_WIDTH);
	s->lines--;
}

/* The line in which a metric got worse at once. */
static void
print_jump(struct fields *s)
{
	const struct field	*f = &s->t->field[s->field];
	const struct extreme	*x;
	char			 head[FIELD_NAME + 16 + 3 * PLACE];
	char			 at[PLACE];

	if (!field_jumped(s->t, s->field))
		return;
	x = &f->jump->to;
	if (is_shown(s, x, true))
		return;
	place(s, at, x, false);
	field_label(s, head);
	if (s->begun)
		buf_addc(s->o->b, '\n');
	s->begun = false;
	snprintf(head + strlen(head), sizeof(head) - strlen(head),
	    " jumps from %.4g", f->jump->from);
	if (x->line.n > 0 && x->line.n <= JUMP_WIDTH) {
		snprintf(head + strlen(head), sizeof(head) - strlen(head),
		    "%s: ", s->t->counter.field < 0 ? at : "");
		print_excerpt(s->o, head, &x->line, JUMP_WIDTH);
		return;
	}
	print_range(s->o, x->at);
	buf_addf(s->o->b, "%s to %s%s\n", head, x->text, at);
}

/* The best of each run, if runs were told apart and they differ. */
static void
print_runs(struct fields *s)
{
	const struct field_runs	*r = &s->t->runs[s->field];
	int			 side;
	unsigned		 i, runs = s->ts->runs;
	bool			 differ = false;
	const char		*what;
	struct buf		 values = BUF_INIT;

	side = less_is_better(s->t->field[s->field].name) ? 0 : 1;
	what = side == 0 ? "min by run" : "max by run";
	for (i = 1; i <= runs; i++)
		differ |= strcmp(r->text[i][side], r->text[0][side]) != 0;
	for (i = 0; differ && i <= runs; i++) {
		if (r->text[i][side][0] == '\0')
			continue;
		if (s->o->ranges)
			print_values(s, r->at[i][side], what, r->text[i][side],
			    "");
		buf_addf(&values, "%s%s", values.len > 0 ? " " : "",
		    r->text[i][side]);
	}
	if (values.len > 0 && !s->o->ranges)
		print_values(s, s->t->first.at, what, buf_str(&values), "");
	buf_release(&values);
}

void
print_fields(struct fields *s)
{
	struct named		 named[LINE_FIELDS];
	size_t			 n = find_fields(s->t, named), i, other = 0;
	const struct field	*f;
	const struct extreme	*x;
	const char		*told = NULL;	/* the best so far */
	int			 k, side, best;
	bool			 metric;

	for (i = 0; i < n; i++) {
		metric = named[i].rank == 0;
		/* The settings of trials have no best. */
		if (!metric && (s->t->counter.trials || ++other >
		    (s->wide ? 8 * OTHERS : OTHERS)))
			break;
		s->field = named[i].field;
		s->begun = false;
		f = &s->t->field[s->field];
		best = less_is_better(f->name) ? 0 : 1;
		for (k = 0; k < 2; k++) {
			side = k == 0 ? best : 1 - best;
			x = &f->end[side];
			if (is_shown(s, x, metric) ||
			    (told != NULL && strcmp(x->text, told) == 0))
				continue;
			if ((side == best || either_is_better(f->name)) &&
			    x->line.n > 0 && s->lines > 0 &&
			    !printed_since(s->o, s->from, x->at.off)) {
				print_best(s, side);
				told = s->t->counter.trials ? x->text : NULL;
			} else
				print_extreme(s, side);
		}
		if (metric)
			print_jump(s);
		if (s->t->runs != NULL && metric && s->t->over == 0)
			print_runs(s);
		if (s->begun)
			buf_addc(s->o->b, '\n');
	}
}
