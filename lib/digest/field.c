/*
 * field.c: what the numbers of a form's lines did.
 *
 * From the second line of a form on, each number belongs to a slot, which has
 * the words before it as a name, its extremes as the log wrote them, and
 * where they stood: the value of the counter (the epoch, the step) on that
 * line or, without one, of the last counter before it.
 */
#include <stdlib.h>
#include <string.h>

#include "digest/field.h"
#include "digest/runs.h"

static void
number_text(char *to, size_t size, const char *line, const struct number *n)
{
	size_t	 k = n->len < size ? n->len : size - 1;

	memcpy(to, line + n->at, k);
	to[k] = '\0';
}

/* The line counts epochs or the like: what follows happened there. */
void
fields_context(struct templates *fs, const struct template *f,
    const struct log_line *l)
{
	unsigned	 i;

	for (i = 0; f->named && i < l->nnums; i++)
		if (l->num[i].slot == f->counter) {
			number_text(fs->where, sizeof(fs->where), l->p,
			    &l->num[i]);
			fs->counting = f;
			break;
		}
}

/* Where an extreme was: the counter on the line, else the last one seen. */
static void
where_text(struct field *s, int side, const struct templates *fs,
    const struct template *f, const struct log_line *l)
{
	unsigned	 i;

	for (i = 0; f->counter >= 0 && i < l->nnums; i++)
		if (l->num[i].slot == f->counter) {
			number_text(s->where[side], sizeof(s->where[side]),
			    l->p, &l->num[i]);
			return;
		}
	memcpy(s->where[side], fs->where, sizeof(fs->where));
}

/* A new extreme: rare, so it may be slow. */
static void
extreme(const struct templates *fs, struct template *f, unsigned slot,
    int side, const struct number *n, const struct log_line *l)
{
	struct field	*s = &f->slot[slot];

	f->range[slot][side] = n->v;
	s->at[side] = span_of(l);
	number_text(s->text[side], sizeof(s->text[side]), l->p, n);
	where_text(s, side, fs, f, l);
}

/* The slot of `f` that a number of one of its lines belongs to. */
static unsigned
slot_in(const struct template *f, const struct number *n)
{
	return n->slot < f->nslots ? n->slot : n->slot % f->distinct;
}

void
fields_values(const struct templates *fs, struct template *f,
    const struct log_line *l)
{
	unsigned		 i, s;
	const struct number	*n;

	for (i = 0; i < l->nnums; i++) {
		n = &l->num[i];
		if (n->kind == NUMBER_NAN)
			continue;
		s = slot_in(f, n);
		if (n->kind == NUMBER_DECIMAL)
			f->slot[s].dec = true;
		if (n->v < f->range[s][0])
			extreme(fs, f, s, 0, n, l);
		if (n->v > f->range[s][1])
			extreme(fs, f, s, 1, n, l);
		if (f->runs != NULL)
			runs_value(fs, f, s, n, l);
	}
}

bool
fields_broke(const struct template *f, const struct log_line *l)
{
	unsigned	 i, s;

	for (i = 0; i < l->nnums; i++) {
		s = slot_in(f, &l->num[i]);
		if (l->num[i].kind == NUMBER_NAN &&
		    f->range[s][0] <= f->range[s][1])
			return true;
	}
	return false;
}

/* Does the text of `len` bytes before a number call it a count? */
static bool
counts(const char *p, size_t len)
{
	static const char *const names[] = { "poch", "tep", "ter", "ound",
		"rial", "atch", "old" };
	size_t	 k;

	for (k = 0; k < sizeof(names) / sizeof(names[0]); k++)
		if (memmem(p, len, names[k], strlen(names[k])) != NULL)
			return true;
	return false;
}

/* Which number counts the lines: one called epoch or the like, else one at
 * the start of the line that stands alone. */
static int
find_counter(const struct log_line *a, const struct log_line *b, bool *named)
{
	unsigned	 i;
	const char	*p;
	size_t		 len;

	*named = false;
	for (i = 0; i < a->nnums; i++) {
		if (a->num[i].kind != NUMBER_INT)
			continue;
		p = a->p + a->num[i].at;
		for (len = 0; len < 12 && p - len > a->p &&
		    (unsigned char)(*(p - len - 1) - '0') > 9; len++)
			;
		if (counts(p - len, len)) {
			*named = true;
			return a->num[i].slot;
		}
	}
	if (a->nnums == 0 || b->nnums == 0 || a->num[0].kind != NUMBER_INT ||
	    a->num[0].v == b->num[0].v)
		return -1;
	p = a->p + a->num[0].at;
	for (len = 0; p - len > a->p; len++)
		if (memchr(" [(\t", *(p - len - 1), 4) == NULL)
			return -1;
	p += a->num[0].len;
	return strchr(" ])\t|", *p) != NULL ? a->num[0].slot : -1;
}

/* The words before a number, as the name of its slot. */
static void
slot_name(char to[FIELD_NAME], const char *p, size_t from, size_t at)
{
	size_t	 end = at, k = 0, i;

	while (end > from && memchr(" \t:=[('\"-|", p[end - 1], 10) != NULL)
		end--;
	for (i = end; i > from && end - i < FIELD_NAME - 1; i--)
		if (memchr(",|{}[]()\t;", p[i - 1], 10) != NULL)
			break;
	while (i < end && memchr(" '\"-:=+*/.", p[i], 10) != NULL)
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
	for (; i < end; i++)
		if (p[i] != '\'' && p[i] != '"' && (p[i] != ' ' ||
		    (k > 0 && to[k - 1] != ' ')))
			to[k++] = p[i];
	to[k] = '\0';
}

/* Is number `i` part of a name, as in top5 or mAP_50? */
static bool
in_name(const struct log_line *a, const struct log_line *b, unsigned i)
{
	const struct number	*n = &a->num[i];
	char			 c = n->at > 0 ? a->p[n->at - 1] : ' ';

	return i < b->nnums && n->v == b->num[i].v &&
	    ((unsigned char)((c | 0x20) - 'a') < 26 || c == '_' || c == '@');
}

/* How many slots have this name already. */
static unsigned char
count_name(const struct template *f, const char *name)
{
	unsigned char	 n = 0;
	unsigned	 i;

	for (i = 0; i < f->nslots; i++)
		n += f->slot[i].nth > 0 && strcmp(f->slot[i].name, name) == 0;
	return n;
}

static void
name_slots(struct template *f, const struct log_line *l,
    const struct log_line *first)
{
	size_t			 from = 0, end = 0;
	unsigned		 i;
	const struct number	*n;
	struct field		*s;

	for (i = 0; i < l->nnums; i++) {
		n = &l->num[i];
		s = &f->slot[slot_in(f, n)];
		if (i == 0 || !in_name(l, first, i - 1))
			from = end;
		end = n->at + n->len;
		if (s->nth > 0)
			continue;
		slot_name(s->name, l->p, from, n->at);
		s->nth = count_name(f, s->name) + 1;
	}
}

/* Numbers of as many lines as there are slots in both: then the same words
 * again are slots of their own, else they begin items of a list. */
static unsigned
count_slots(const struct log_line *a, const struct log_line *b)
{
	unsigned	 i, n = a->nslots;

	if (a->nnums != b->nnums)
		return n;
	for (i = 0; i < a->nnums; i++)
		if (a->num[i].slot >= n)
			n = a->num[i].slot + 1u;
	return n;
}

/* A copy of the first line of `f`, masked. */
static struct log_line *
first_line(const struct template *f, char **text)
{
	struct log_line	*l = malloc(sizeof(*l));

	*text = malloc(f->first.n + 1);
	if (l == NULL || *text == NULL) {
		free(l);
		free(*text);
		return NULL;
	}
	memcpy(*text, f->first.p, f->first.n);
	(*text)[f->first.n] = '\n';
	(void)line_mask(l, *text, *text + f->first.n + 1);
	l->off = f->first.at.off;
	l->end = f->first.at.end;
	l->no = f->first.at.no;
	return l;
}

bool
fields_start(struct templates *fs, struct template *f, const struct log_line *l)
{
	struct log_line	*first;
	char		*text;
	unsigned	 i;

	if (l->nslots == 0 || fs->slots + LINE_FIELDS > MAX_FIELDS)
		return true;
	if ((first = first_line(f, &text)) == NULL)
		return false;
	f->distinct = l->nslots;
	f->nslots = count_slots(l, first);
	fs->slots += f->nslots;
	f->range = malloc(f->nslots * sizeof(*f->range));
	f->slot = calloc(f->nslots, sizeof(*f->slot));
	if (f->range != NULL && f->slot != NULL) {
		for (i = 0; i < f->nslots; i++) {
			f->range[i][0] = 1e308;
			f->range[i][1] = -1e308;
		}
		name_slots(f, l, first);
		/* A long line is kept in part: its slots may be others. */
		if (first->key == f->key) {
			f->counter = find_counter(first, l, &f->named);
			fields_context(fs, f, first);
			fields_values(fs, f, first);
		}
	}
	free(first);
	free(text);
	return f->range != NULL && f->slot != NULL;
}
