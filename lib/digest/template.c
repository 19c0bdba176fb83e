/*
 * template.c: the forms of lines seen so far.
 */
#include <stdlib.h>
#include <string.h>

#include "digest/field.h"
#include "digest/runs.h"
#include "digest/template.h"
#include "digest/text.h"

enum { INDEX = 4 * MAX_TEMPLATES, CONTEXT = 2 };

static size_t
text_room(const struct log_line *l)
{
	return l->n < TEXT_MAX ? l->n : TEXT_MAX;
}

static bool
text_set(struct excerpt *t, const struct log_line *l)
{
	size_t	 n = text_room(l);

	if ((t->p = malloc(n + 1)) == NULL)
		return false;
	t->n = text_cut(t->p, n, l->p, l->n);
	t->at = span_of(l);
	return true;
}

static void
template_free(struct template *f)
{
	unsigned	 i;

	if (f == NULL)
		return;
	free(f->last.p);
	free(f->not_finite.p);
	for (i = 0; i < f->nsamples; i++)
		free(f->samples[i].p);
	free(f->samples);
	free(f->before.p);
	free(f->pattern);
	free(f->runs);
	free(f->range);
	free(f->slot);
	free(f);
}

bool
templates_init(struct templates *fs)
{
	*fs = (struct templates){ .n = 0 };
	fs->form = calloc(MAX_TEMPLATES, sizeof(*fs->form));
	fs->index = calloc(INDEX, sizeof(*fs->index));
	return fs->form != NULL && fs->index != NULL;
}

void
templates_release(struct templates *fs)
{
	size_t	 i;

	for (i = 0; i < fs->n; i++)
		template_free(fs->form[i]);
	free(fs->form);
	free(fs->index);
	*fs = (struct templates){ .n = 0 };
}

static size_t
bucket(uint64_t key)
{
	return (size_t)((key ^ key >> 31) & (INDEX - 1));
}

/* How much would be lost with this form: its class, its weight in the log. */
static unsigned
worth(const struct template *f, size_t age)
{
	unsigned	 w = 0;

	if (f->cls.flags & (CLASS_ERROR | CLASS_TRACE))
		w += 50;
	if (f->cls.flags & (CLASS_OUTCOME | CLASS_WARN | CLASS_HINT))
		w += 12;
	if (f->cls.flags & CLASS_METRIC && f->cls.flags & CLASS_DECIMAL)
		w += 16;
	if (f->cls.flags & (CLASS_PARAM | CLASS_DATA | CLASS_ENV))
		w += 6;
	if (f->count > 1)
		w += f->count > 8 ? 24 : 8;
	if (age < 200 || age + 200 > MAX_TEMPLATES)
		w += 20;
	return w;
}

/* Give up the quarter that tells least, oldest first. */
static void
make_room(struct templates *fs)
{
	size_t		 i, kept = 0, drop = MAX_TEMPLATES / 4, b;
	size_t		 have[256] = { 0 };
	unsigned char	 w[MAX_TEMPLATES];
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
			template_free(fs->form[i]);
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

static struct template *
template_new(struct templates *fs, const struct log_line *l)
{
	size_t		 n = text_room(l);
	struct template	*f = malloc(sizeof(*f) + n);

	if (f == NULL) {
		fs->failed = true;
		return NULL;
	}
	*f = (struct template){ .counter = -1 };
	f->first.p = (char *)(f + 1);	/* most forms have no other text */
	f->first.n = text_cut(f->first.p, n, l->p, l->n);
	f->first.at = span_of(l);
	f->key = l->key;
	f->count = 1;
	f->over = l->over;
	classify_line(f->first.p, f->first.n, &f->cls);
	f->context = fs->last_error != 0 && l->no - fs->last_error <= CONTEXT;
	if (f->cls.flags & (CLASS_ERROR | CLASS_TRACE))
		fs->last_error = l->no;
	fs->form[fs->n++] = f;
	return f;
}

/* The last line, as far as there is room: a long one has its end too. */
static void
keep_last(struct template *f, const struct log_line *l)
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
	f->last.at = span_of(l);
}

static bool
start(struct templates *fs, struct template *f, const struct log_line *l)
{
	f->last_cap = l->n < 384 ? 512 : l->n + l->n / 4;
	if (f->last_cap > TEXT_MAX)
		f->last_cap = TEXT_MAX;
	f->last.p = malloc(f->last_cap);
	f->samples = calloc(MAX_SAMPLES, sizeof(*f->samples));
	return f->last.p != NULL && f->samples != NULL && fields_start(fs, f, l);
}

/* How many lines of `f` are kept, if they are like this one. */
static unsigned
most_few(const struct template *f, const struct log_line *l)
{
	if (l->n > 1024 || f->samples == NULL)
		return 0;
	return f->cls.flags & CLASS_METRIC && f->cls.flags & CLASS_DECIMAL &&
	    l->n <= SCORE_WIDTH ? MAX_SAMPLES : FEW_SAMPLES;
}

/* "Best so far, saved": the line before says how good it was. */
static bool
keep_before(struct template *f, const struct template *prev)
{
	const struct excerpt	*t = prev->last.p != NULL ? &prev->last :
				    &prev->first;
	const unsigned		 c = prev->cls.flags;
	char			*p;

	if (!(c & CLASS_METRIC) || !(c & CLASS_DECIMAL) ||
	    c & (CLASS_OUTCOME | CLASS_PROSE) || prev == f || t->n > 1024)
		return true;
	if ((p = realloc(f->before.p, t->n + 1)) == NULL)
		return false;
	memcpy(p, t->p, t->n);
	f->before = (struct excerpt){ p, t->n, t->at };
	return true;
}

static bool
repeat(struct templates *fs, struct template *f, const struct log_line *l)
{
	if (f->last.p == NULL && !start(fs, f, l))
		return false;
	f->count++;
	f->over += l->over;
	if (f->nsamples < most_few(f, l) && f->nsamples + 2u == f->count) {
		if (!text_set(&f->samples[f->nsamples], l))
			return false;
		f->nsamples++;
	}
	keep_last(f, l);
	if (f->cls.flags & CLASS_OUTCOME && !(f->cls.flags & CLASS_DECIMAL) &&
	    fs->prev != NULL && !keep_before(f, fs->prev))
		return false;
	if (f->slot == NULL)
		return true;
	if (f->counter >= 0)
		runs_count(fs, f, l);
	if (f->named)
		fields_context(fs, f, l);
	if (f->not_finite.p == NULL && fields_broke(f, l) &&
	    !text_set(&f->not_finite, l))
		return false;
	fields_values(fs, f, l);
	return true;
}

static void
follow(struct templates *fs, struct template *f)
{
	if (fs->prev != NULL)
		fs->prev->next = f;
	fs->prev = f;
}

struct template *
templates_guess(struct templates *fs, struct log_line *l, const char *p,
    const char *limit, const char **end)
{
	struct template	*f = fs->prev;

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
templates_again(struct templates *fs, struct template *f,
    const struct log_line *l)
{
	if (!repeat(fs, f, l))
		fs->failed = true;
	follow(fs, f);
}

/* The pattern follows how the form looks now, but not every line. */
static void
renew_pattern(struct template *f, const struct log_line *l)
{
	if (f->pattern != NULL && f->missed++ % 4 != 0)
		return;
	free(f->pattern);
	f->pattern = pattern_new(l);
}

struct template *
templates_add(struct templates *fs, const struct log_line *l)
{
	size_t		 b = bucket(l->key);
	struct template	*f;

	for (; fs->index[b] != 0; b = (b + 1) & (INDEX - 1)) {
		f = fs->form[fs->index[b] - 1];
		if (f->key != l->key)
			continue;
		templates_again(fs, f, l);
		renew_pattern(f, l);
		return f;
	}
	if (fs->n == MAX_TEMPLATES) {
		make_room(fs);
		b = bucket(l->key);
		while (fs->index[b] != 0)
			b = (b + 1) & (INDEX - 1);
	}
	if ((f = template_new(fs, l)) != NULL) {
		fs->index[b] = (uint32_t)fs->n;
		follow(fs, f);
	}
	return f;
}
