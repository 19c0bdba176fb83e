/*
 * field.c: what the numbers of a template's lines did.
 *
 * From the second line of a template on, each number belongs to a field, which
 * has the words before it as a name, its extremes as the log wrote them, and
 * where they stood: the value of the counter (the epoch, the step) on that
 * line or, without one, of the last heading above it. Of metrics the line of
 * the extreme is kept as well.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "digest/char.h"
#include "digest/columns.h"
#include "digest/progress.h"
#include "digest/field.h"
#include "digest/word_class.h"

enum {
	JUMP_LINES = 20,	/* at least, of a series that may jump */
	JUMP_MEAN = 8,		/* times the usual step, and */
	JUMP_NEXT = 2,		/* times the next one is a jump, */
	JUMP_LOSS = 4,		/* if it is such a part of a loss, */
	JUMP_SCORE = 20		/* or of a score, before it */
};

/* Keep the line of an extreme, and the heading above it. */
static void
keep_line(const struct templates *ts, struct template *t, struct extreme *x,
    const struct log_line *l)
{
	const struct heading	*h = &ts->heading;
	struct log_line		 copy;

	if (l->n > (t->counter.trials ? TRIAL_WIDTH : BEST_WIDTH))
		x->line.n = 0;
	else
		excerpt_set(&x->line, l, TRIAL_WIDTH);
	if (x->heading.n > 0 && x->heading.at.off == h->at.off)
		return;
	x->heading.n = 0;
	/* What it counts has been counted on since. */
	if (h->counted_name != 0 && h->counted_name == ts->counted_name &&
	    ts->counted_at > h->at.off)
		return;
	if (h->key == 0 || h->key == t->key || (t->counter.field >= 0 &&
	    !t->counter.bar && t->counter.falls == 0 && !h->settings))
		return;
	x->headed_by = h->key;
	copy.p = h->text;
	copy.n = h->n;
	copy.off = h->at.off;
	copy.end = h->at.end;
	copy.no = h->at.no;
	excerpt_set(&x->heading, &copy, SETTINGS_WIDTH);
}

/* A new extreme: rare, so it may be slow. */
static void
extreme(const struct templates *ts, struct template *t, struct extreme *x,
    const struct number *n, const struct log_line *l, bool metric)
{
	const struct number	*c;

	x->at = span_of(l);
	x->nth = t->count;
	value_text(x->text, sizeof(x->text), l, n);
	if (t->counter.field >= 0 && !t->counter.bar &&
	    (c = number_counted(l, &t->counter)) != NULL) {
		number_text(x->where, sizeof(x->where), l, c);
		x->by = t->key;
		if (t->counter.other >= 0 &&
		    (c = number_of(l, t->counter.other)) != NULL) {
			number_text(x->inner, sizeof(x->inner), l, c);
			x->inner_by = t->key;
		}
	} else {
		memcpy(x->where, ts->counted, sizeof(x->where));
		x->by = ts->counted_by;
		memcpy(x->inner, ts->inner, sizeof(x->inner));
		x->inner_by = ts->inner_by;
	}
	if (metric)
		keep_line(ts, t, x, l);
}

static void
widen(const struct templates *ts, struct template *t, unsigned field,
    int side, const struct number *n, const struct log_line *l)
{
	struct field	*f = &t->field[field];

	t->range[field][side] = n->v;
	extreme(ts, t, &f->end[side], n, l, f->metric);
}

/* One more value. Where what counts has started over nothing jumped. */
static void
jump_value(const struct templates *ts, struct template *t, struct jump *j,
    const struct number *n, const struct log_line *l)
{
	double		 step = n->v - j->last;
	bool		 over = j->run != ts->runs || (t->counter.falls > 0 &&
			    t->counter.since == 0);

	if (j->n++ > 0 && !over) {
		j->sum += fabs(step);
		step = j->less ? step : -step;
		if (step > j->most) {
			j->next = j->most;
			j->most = step;
			j->from = j->last;
			extreme(ts, t, &j->to, n, l, true);
		} else if (step > j->next)
			j->next = step;
	}
	j->run = ts->runs;
	j->last = n->v;
}

/* The field of `t` that a number of one of its lines belongs to. */
static unsigned
field_in(const struct template *t, const struct number *n)
{
	return n->field < t->nfields ? n->field : n->field % t->distinct;
}

void
fields_values(const struct templates *ts, struct template *t,
    const struct log_line *l)
{
	unsigned		 i, f;
	const struct number	*n;

	for (i = 0; i < l->nnums; i++) {
		n = &l->num[i];
		if (n->kind >= NUMBER_TIME)
			continue;
		f = field_in(t, n);
		if (n->kind == NUMBER_DECIMAL)
			t->field[f].decimal = true;
		if (n->v < t->range[f][0])
			widen(ts, t, f, 0, n, l);
		if (n->v > t->range[f][1])
			widen(ts, t, f, 1, n, l);
		if (t->field[f].jump != NULL)
			jump_value(ts, t, t->field[f].jump, n, l);
		if (t->runs != NULL)
			runs_value(ts, t, f, n, l);
	}
}

bool
fields_broke(const struct template *t, const struct log_line *l)
{
	unsigned	 i, f;

	for (i = 0; i < l->nnums; i++) {
		f = field_in(t, &l->num[i]);
		if (l->num[i].kind == NUMBER_NAN &&
		    t->range[f][0] <= t->range[f][1])
			return true;
	}
	return false;
}

/* What the line at `p` has from the name at `start`, or its opening quote, to
 * the number at `at`, blanks as one. Nothing if the number is in quotes or
 * brackets, which would stay open. */
static void
spell(char to[SPELLING], const char *p, size_t start, size_t end, size_t at)
{
	bool	 quoted = start > 0 && end < at && p[start - 1] == p[end] &&
		    (p[end] == '"' || p[end] == '\'');
	size_t	 i, k = 0;

	for (i = end + quoted; i < at; i++)
		if (memchr("[('\"", p[i], 4) != NULL)
			end = start;
	for (i = start - quoted; start < end && i < at; i++) {
		if (k == SPELLING - 1)
			break;
		if (p[i] != ' ' && p[i] != '\t')
			to[k++] = p[i];
		else if (k > 0 && to[k - 1] != ' ')
			to[k++] = ' ';
	}
	to[i == at ? k : 0] = '\0';
}

/* Where the name goes on that ends at `end`: before `(loss)`, which belongs to
 * it. */
static size_t
past_remark(const char *p, size_t from, size_t end)
{
	size_t	 k = end;
	bool	 words = false;

	if (end == from || p[end - 1] != ')')
		return end;
	while (k > from && p[k - 1] != '(')
		words |= is_letter(p[--k]);
	return k > from && words ? k - 1 : end;
}

/* The words before a number, as the name of its field. */
static void
field_name(struct field *f, const char *p, size_t from, size_t at)
{
	char	*to = f->name;
	size_t	 end = at, k = 0, i;

	while (end > from && memchr(" \t:=[('\"-|", p[end - 1], 10) != NULL)
		end--;
	for (i = past_remark(p, from, end); i > from &&
	    end - i < FIELD_NAME - 1; i--)
		if (memchr(",|{}[]()\t;", p[i - 1], 10) != NULL)
			break;
	while (i < end && memchr(" '\"-:=+*/.%>", p[i], 12) != NULL)
		i++;
	for (k = end; k > i + 3; k--)	/* "s - loss": the loss */
		if (memcmp(p + k - 3, " - ", 3) == 0)
			break;
	i = k > i + 3 ? k : i;
	k = 0;
	/* Start at a word, and not inside a character. */
	if (i > from && end - i == FIELD_NAME - 1)
		while (i < end && p[i - 1] != ' ')
			i++;
	while (i < end && ((unsigned char)p[i] & 0xc0) == 0x80)
		i++;
	spell(f->spelled, p, i, end, at);
	for (; i < end; i++)
		if ((p[i] != '\'' || (i > from && is_word(p[i - 1]) &&
		    p[i + 1] == 's')) && p[i] != '"' && (p[i] != ' ' ||
		    (k > 0 && to[k - 1] != ' ')))
			to[k++] = p[i];
	to[k] = '\0';
}

/* `loss [1-50]: 0.5`: the range in brackets is no part of the name before. */
static size_t
past_range(const char *p, size_t at)
{
	size_t	 k = at;

	while (k > 0 && memchr(" :=", p[k - 1], 3) != NULL)
		k--;
	if (k == 0 || p[k - 1] != ']')
		return at;
	while (k > 0 && p[k - 1] != '[')
		k--;
	return k > 1 ? k - 1 : at;
}

static bool
in_range(const struct log_line *l, const struct number *n)
{
	const char	*end = l->p + l->n, *q = l->p + n->at;

	if (n->at < 2 || (q[-1] != '[' && q[-1] != '-' &&
	    !is_digit(q[-1])))
		return false;
	q = memchr(q, ']', (size_t)(end - q));
	return q != NULL && end - q > 1 && q[1] == ':';
}

/* Does the number at `at` go with the one that ends at `end`, as in `0.5 (0.4)`
 * or `0.5 ± 0.1`? */
static bool
goes_with(const char *p, size_t end, size_t at)
{
	static const char *const	 joints[] = { "(", "±", "+/-", "+-" };
	size_t				 i, k;

	while (end < at && p[end] == ' ')
		end++;
	for (i = 0; i < sizeof(joints) / sizeof(joints[0]); i++) {
		k = strlen(joints[i]);
		if (at - end < k || memcmp(p + end, joints[i], k) != 0)
			continue;
		for (end += k; end < at && p[end] == ' '; end++)
			;
		return end == at;
	}
	return false;
}

/* How many fields have this name already. */
static unsigned char
count_name(const struct template *t, const char *name)
{
	unsigned char	 n = 0;
	unsigned	 i;

	for (i = 0; i < t->nfields; i++)
		n += t->field[i].nth > 0 &&
		    strcmp(t->field[i].name, name) == 0;
	return n;
}

/* The head of a table stands above its first row, or above this one too; or
 * it is that of the row above. */
static void
find_columns(const struct templates *ts, struct template *t,
    const struct log_line *l, struct columns *c)
{
	uint64_t		 key[] = { t->above, templates_above(ts), 0 };
	const struct template	*above;
	unsigned		 i;

	*c = (struct columns){ .n = 0 };
	for (i = 0; i < 3 && c->n == 0; i++) {
		if ((above = templates_find(ts, key[i])) == NULL)
			continue;
		columns_find(c, &above->first, l);
		t->head = c->n > 0 ? key[i] : 0;
		key[2] = above->head;
	}
}

/* Is it known of a metric of this name which values are the better ones? */
static bool
has_side(const char *name)
{
	unsigned	 c = words_class(name, strlen(name));

	return c & CLASS_METRIC && !(c & CLASS_TIME) &&
	    !either_is_better(name);
}

static void
name_fields(const struct templates *ts, struct template *t,
    const struct log_line *l)
{
	struct columns		 columns;
	size_t			 from = 0, end = 0, name_end;
	unsigned		 i, metrics = 0;
	const struct number	*n;
	struct field		*f;
	bool			 plain;

	find_columns(ts, t, l, &columns);
	for (i = 0; i < l->nnums; i++) {
		n = &l->num[i];
		f = &t->field[field_in(t, n)];
		from = end;
		end = n->at + n->len;
		if (f->nth > 0)
			continue;
		name_end = past_range(l->p, n->at);
		if (!in_range(l, n))
			field_name(f, l->p,
			    name_end < from ? 0 : from, name_end);
		if (i > 0 && goes_with(l->p, from, n->at)) {
			strcpy(f->name, t->field[field_in(t, n - 1)].name);
			f->spelled[0] = '\0';
		}
		plain = f->name[0] == '\0' && n->kind == NUMBER_DECIMAL;
		if (column_name(&columns, f->name, l, n) || name_end != n->at)
			f->spelled[0] = '\0';
		f->nth = count_name(t, f->name) + 1;
		f->metric = metrics < BEST_FIELDS && (plain ||
		    words_class(f->name, strlen(f->name)) & CLASS_METRIC ||
		    ends_acronym(f->name, strlen(f->name)));
		metrics += f->metric;
		if (!f->metric || !has_side(f->name))
			continue;
		f->jump = mem_zero(1, sizeof(*f->jump));
		f->jump->less = less_is_better(f->name);
	}
}

/* If the lines have as many numbers the same words again are fields of their
 * own, else they begin items of a list. */
static unsigned
count_fields(const struct log_line *a, const struct log_line *b)
{
	unsigned	 i, n = a->nfields;

	if (a->nnums != b->nnums)
		return n;
	for (i = 0; i < a->nnums; i++)
		if (a->num[i].field >= n)
			n = a->num[i].field + 1u;
	return n;
}

void
fields_start(struct templates *ts, struct template *t,
    const struct log_line *l)
{
	struct log_line	*first;
	char		*text;
	unsigned	 i;
	bool		 whole;

	if (l->nfields == 0 || ts->fields + LINE_FIELDS > MAX_FIELDS)
		return;
	first = excerpt_mask(&t->first, &text);
	t->distinct = l->nfields;
	t->nfields = count_fields(l, first);
	ts->fields += t->nfields;
	t->range = mem_room(t->nfields * sizeof(*t->range));
	t->field = mem_zero(t->nfields, sizeof(*t->field));
	for (i = 0; i < t->nfields; i++) {
		t->range[i][0] = 1e308;
		t->range[i][1] = -1e308;
	}
	name_fields(ts, t, l);
	/* A long line is kept in part: its fields may be others. */
	whole = first->key == t->key || t->ends;
	progress_find(t, whole ? first : l, l);
	if (whole)
		fields_values(ts, t, first);
	free(first);
	free(text);
}

bool
field_jumped(const struct template *t, unsigned field)
{
	const struct field	*f = &t->field[field];
	const struct jump	*j = f->jump;

	/* Nor are the worst value, or what follows the best, told again. */
	return j != NULL && t->series && t->over == 0 && f->decimal &&
	    j->n >= JUMP_LINES && j->from != 0 &&
	    j->most > JUMP_NEXT * j->next &&
	    j->most * (double)j->n > JUMP_MEAN * j->sum &&
	    j->most > fabs(j->from) / (j->less ? JUMP_LOSS : JUMP_SCORE) &&
	    j->to.at.off != f->end[j->less].at.off &&
	    j->from != t->range[field][!j->less];
}

bool
less_is_better(const char *name)
{
	static const char *const words[] = { "loss", "err", "rms", "mae",
		"mse", "perp", "ppl", "nll", "mape", "wer", "cer", "cost" };
	size_t	 i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasestr(name, words[i]) != NULL)
			return true;
	return false;
}

bool
either_is_better(const char *name)
{
	return strcasestr(name, "value") != NULL ||
	    strcasestr(name, "objective") != NULL;
}
