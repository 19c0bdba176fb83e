/*
 * sketch.c: distinct values, all of them or a sample of known size.
 */
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "data/sketch.h"

/* The upper half of the hash finds the slot: the lower end is zeros. */
static size_t
slot_of(const struct sketch *s, uint64_t hash)
{
	size_t	 i = (size_t)(hash >> 32) & (s->nslots - 1);

	while (s->slots[i] != 0 && s->v[s->slots[i] - 1].hash != hash)
		i = (i + 1) & (s->nslots - 1);
	return i;
}

static bool
rebuild(struct sketch *s, size_t nslots)
{
	uint32_t	*slots = calloc(nslots, sizeof(*slots));
	size_t		 i;

	if (slots == NULL)
		return false;
	free(s->slots);
	s->slots = slots;
	s->nslots = nslots;
	for (i = 0; i < s->n; i++)
		s->slots[slot_of(s, s->v[i].hash)] = (uint32_t)i + 1;
	return true;
}

/* Keep half of the values. */
static bool
halve(struct sketch *s)
{
	size_t	 i, n = 0;

	s->level++;
	for (i = 0; i < s->n; i++)
		if (sketch_keeps(s, s->v[i].hash))
			s->v[n++] = s->v[i];
		else
			free(s->v[i].text);
	s->n = n;
	return rebuild(s, s->nslots);
}

bool
sketch_add(struct sketch *s, const char *text, size_t len, uint64_t hash,
    long line)
{
	struct sketch_value	*v;
	size_t			 i;
	char			*copy;

	if (s->nslots == 0 && !rebuild(s, 64))
		return false;
	i = slot_of(s, hash);
	if (s->slots[i] != 0) {
		s->v[s->slots[i] - 1].count++;
		return true;
	}
	if (s->n * 2 >= s->nslots && !rebuild(s, s->nslots * 2))
		return false;
	copy = strndup(text, len < SKETCH_TEXT ? len : SKETCH_TEXT);
	if (copy == NULL || !grow(&s->v, &s->cap, s->n + 1, sizeof(*s->v))) {
		free(copy);
		return false;
	}
	v = &s->v[s->n++];
	*v = (struct sketch_value){ copy, hash, 1, line, 0 };
	s->slots[slot_of(s, hash)] = (uint32_t)s->n;
	while (s->n > (s->few ? SKETCH_FEW : SKETCH_MOST))
		if (!halve(s))
			return false;
	return true;
}

struct sketch_value *
sketch_find(const struct sketch *s, uint64_t hash)
{
	size_t	 i;

	if (s->nslots == 0 || !sketch_keeps(s, hash))
		return NULL;
	i = slot_of(s, hash);
	return s->slots[i] == 0 ? NULL : &s->v[s->slots[i] - 1];
}

double
sketch_distinct(const struct sketch *s)
{
	return (double)s->n * (double)((uint64_t)1 << s->level);
}

bool
sketch_unique(const struct sketch *s)
{
	size_t	 i;

	for (i = 0; i < s->n; i++)
		if (s->v[i].count > 1)
			return false;
	return true;
}

static int
by_count(const void *a, const void *b)
{
	const struct sketch_value	*x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return strcmp(x->text, y->text);
}

bool
sketch_sort(struct sketch *s)
{
	if (s->n == 0)
		return true;
	qsort(s->v, s->n, sizeof(*s->v), by_count);
	return rebuild(s, s->nslots);
}

void
sketch_release(struct sketch *s)
{
	size_t	 i;

	for (i = 0; i < s->n; i++)
		free(s->v[i].text);
	free(s->v);
	free(s->slots);
	*s = (struct sketch){ 0 };
}
