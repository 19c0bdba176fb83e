/*
 * template.c: the forms of lines seen so far.
 */
#include <stdlib.h>
#include <string.h>

#include "digest/field.h"
#include "digest/runs.h"
#include "digest/template.h"
#include "digest/text.h"

enum { INDEX = 4 * DIG_FORMS, CONTEXT = 2 };

static size_t
text_room(const struct dig_line *l)
{
	return l->n < DIG_TEXT ? l->n : DIG_TEXT;
}

static bool
text_set(struct dig_text *t, const struct dig_line *l)
{
	size_t	 n = text_room(l);

	if ((t->p = malloc(n + 1)) == NULL)
		return false;
	t->n = dig_excerpt(t->p, n, l->p, l->n);
	t->at = dig_at_of(l);
	return true;
}

static void
form_free(struct dig_form *f)
{
	unsigned	 i;

	if (f == NULL)
		return;
	free(f->last.p);
	free(f->not_finite.p);
	for (i = 0; i < f->nfew; i++)
		free(f->few[i].p);
	free(f->few);
	free(f->before.p);
	free(f->pattern);
	free(f->runs);
	free(f->range);
	free(f->slot);
	free(f);
}

bool
forms_init(struct dig_forms *fs)
{
	*fs = (struct dig_forms){ .n = 0 };
	fs->form = calloc(DIG_FORMS, sizeof(*fs->form));
	fs->index = calloc(INDEX, sizeof(*fs->index));
	return fs->form != NULL && fs->index != NULL;
}

void
forms_release(struct dig_forms *fs)
{
	size_t	 i;

	for (i = 0; i < fs->n; i++)
		form_free(fs->form[i]);
	free(fs->form);
	free(fs->index);
	*fs = (struct dig_forms){ .n = 0 };
}

static size_t
bucket(uint64_t key)
{
	return (size_t)((key ^ key >> 31) & (INDEX - 1));
}

/* How much would be lost with this form: its class, its weight in the log. */
static unsigned
worth(const struct dig_form *f, size_t age)
{
	unsigned	 w = 0;

	if (f->cls.flags & (DIG_ERROR | DIG_TRACE))
		w += 50;
	if (f->cls.flags & (DIG_OUT | DIG_WARN | DIG_DOUBT))
		w += 12;
	if (f->cls.flags & DIG_METRIC && f->cls.flags & DIG_DECIMAL)
		w += 16;
	if (f->cls.flags & (DIG_PARAM | DIG_DATA | DIG_ENV))
		w += 6;
	if (f->count > 1)
		w += f->count > 8 ? 24 : 8;
	if (age < 200 || age + 200 > DIG_FORMS)
		w += 20;
	return w;
}

/* Give up the quarter that tells least, oldest first. */
static void
make_room(struct dig_forms *fs)
{
	size_t		 i, kept = 0, drop = DIG_FORMS / 4, b;
	size_t		 have[256] = { 0 };
	unsigned char	 w[DIG_FORMS];
	unsigned	 limit = 0;

	for (i = 0; i < fs->n; i++) {
		w[i] = (unsigned char)worth(fs->form[i], i);
		have[w[i]]++;
	}
	for (b = 0; limit < 255 && b + have[limit] < drop; limit++)
		b += have[limit];
	for (i = 0; i < fs->n; i++) {
		if (drop > 0 && w[i] <= limit) {
			if (fs->counting == fs->form[i])
				fs->counting = NULL;
			if (fs->runs_by == fs->form[i])
				fs->runs_by = NULL;
			fs->dropped += fs->form[i]->count;
			fs->slots -= fs->form[i]->nslots;
			form_free(fs->form[i]);
			drop--;
		} else
			fs->form[kept++] = fs->form[i];
	}
	fs->n = kept;
	fs->prev = NULL;
	for (i = 0; i < fs->n; i++)
		fs->form[i]->next = NULL;
	memset(fs->index, 0, INDEX * sizeof(*fs->index));
	for (i = 0; i < fs->n; i++) {
		b = bucket(fs->form[i]->key);
		while (fs->index[b] != 0)
			b = (b + 1) & (INDEX - 1);
		fs->index[b] = (uint32_t)i + 1;
	}
}

static struct dig_form *
form_new(struct dig_forms *fs, const struct dig_line *l)
{
	size_t		 n = text_room(l);
	struct dig_form	*f = malloc(sizeof(*f) + n);

	if (f == NULL) {
		fs->failed = true;
		return NULL;
	}
	*f = (struct dig_form){ .counter = -1 };
	f->first.p = (char *)(f + 1);	/* most forms have no other text */
	f->first.n = dig_excerpt(f->first.p, n, l->p, l->n);
	f->first.at = dig_at_of(l);
	f->key = l->key;
	f->count = 1;
	f->over = l->over;
	dig_classify(f->first.p, f->first.n, &f->cls);
	f->context = fs->last_error != 0 && l->no - fs->last_error <= CONTEXT;
	if (f->cls.flags & (DIG_ERROR | DIG_TRACE))
		fs->last_error = l->no;
	fs->form[fs->n++] = f;
	return f;
}

/* The last line, as far as there is room: a long one has its end too. */
static void
keep_last(struct dig_form *f, const struct dig_line *l)
{
	size_t	 n = l->n, end = 0;

	if (n > f->last_cap) {
		end = f->last_cap / 4;
		n = f->last_cap - end;
		memcpy(f->last.p + n, l->p + l->n - end, end);
		memcpy(f->last.p + n - 4, " .. ", 4);
		n -= 4;
	}
	memcpy(f->last.p, l->p, n);
	f->last.n = l->n < f->last_cap ? l->n : f->last_cap;
	f->last.at = dig_at_of(l);
}

static bool
start(struct dig_forms *fs, struct dig_form *f, const struct dig_line *l)
{
	f->last_cap = l->n < 384 ? 512 : l->n + l->n / 4;
	if (f->last_cap > DIG_TEXT)
		f->last_cap = DIG_TEXT;
	f->last.p = malloc(f->last_cap);
	f->few = calloc(DIG_SCORES, sizeof(*f->few));
	return f->last.p != NULL && f->few != NULL && slots_start(fs, f, l);
}

/* How many lines of `f` are kept, if they are like this one. */
static unsigned
most_few(const struct dig_form *f, const struct dig_line *l)
{
	if (l->n > 1024 || f->few == NULL)
		return 0;
	return f->cls.flags & DIG_METRIC && f->cls.flags & DIG_DECIMAL &&
	    l->n <= DIG_BOARD ? DIG_SCORES : DIG_FEW;
}

/* "Best so far, saved": the line before says how good it was. */
static bool
keep_before(struct dig_form *f, const struct dig_form *prev)
{
	const struct dig_text	*t = prev->last.p != NULL ? &prev->last :
				    &prev->first;
	const unsigned		 c = prev->cls.flags;
	char			*p;

	if (!(c & DIG_METRIC) || !(c & DIG_DECIMAL) ||
	    c & (DIG_OUT | DIG_PROSE) || prev == f || t->n > 1024)
		return true;
	if ((p = realloc(f->before.p, t->n + 1)) == NULL)
		return false;
	memcpy(p, t->p, t->n);
	f->before = (struct dig_text){ p, t->n, t->at };
	return true;
}

static bool
repeat(struct dig_forms *fs, struct dig_form *f, const struct dig_line *l)
{
	if (f->last.p == NULL && !start(fs, f, l))
		return false;
	f->count++;
	f->over += l->over;
	if (f->nfew < most_few(f, l) && f->nfew + 2u == f->count) {
		if (!text_set(&f->few[f->nfew], l))
			return false;
		f->nfew++;
	}
	keep_last(f, l);
	if (f->cls.flags & DIG_OUT && !(f->cls.flags & DIG_DECIMAL) &&
	    fs->prev != NULL && !keep_before(f, fs->prev))
		return false;
	if (f->slot == NULL)
		return true;
	if (f->counter >= 0)
		runs_count(fs, f, l);
	if (f->named)
		slots_context(fs, f, l);
	if (f->not_finite.p == NULL && slots_broke(f, l) &&
	    !text_set(&f->not_finite, l))
		return false;
	slots_values(fs, f, l);
	return true;
}

static void
follow(struct dig_forms *fs, struct dig_form *f)
{
	if (fs->prev != NULL)
		fs->prev->next = f;
	fs->prev = f;
}

struct dig_form *
forms_guess(struct dig_forms *fs, struct dig_line *l, const char *p,
    const char *limit, const char **end)
{
	struct dig_form	*f = fs->prev;

	if (f == NULL)
		return NULL;
	if (f->next != NULL && f->next->pattern != NULL && (*end =
	    pattern_match(f->next->pattern, l, p, limit)) != NULL)
		return f->next;
	if (f->next != f && f->pattern != NULL &&
	    (*end = pattern_match(f->pattern, l, p, limit)) != NULL)
		return f;
	return NULL;
}

void
forms_again(struct dig_forms *fs, struct dig_form *f,
    const struct dig_line *l)
{
	if (!repeat(fs, f, l))
		fs->failed = true;
	follow(fs, f);
}

/* The pattern follows how the form looks now, but not every line. */
static void
renew_pattern(struct dig_form *f, const struct dig_line *l)
{
	if (f->pattern != NULL && f->missed++ % 4 != 0)
		return;
	free(f->pattern);
	f->pattern = pattern_new(l);
}

struct dig_form *
forms_add(struct dig_forms *fs, const struct dig_line *l)
{
	size_t		 b = bucket(l->key);
	struct dig_form	*f;

	for (; fs->index[b] != 0; b = (b + 1) & (INDEX - 1)) {
		f = fs->form[fs->index[b] - 1];
		if (f->key != l->key)
			continue;
		forms_again(fs, f, l);
		renew_pattern(f, l);
		return f;
	}
	if (fs->n == DIG_FORMS) {
		make_room(fs);
		b = bucket(l->key);
		while (fs->index[b] != 0)
			b = (b + 1) & (INDEX - 1);
	}
	if ((f = form_new(fs, l)) != NULL) {
		fs->index[b] = (uint32_t)fs->n;
		follow(fs, f);
	}
	return f;
}
