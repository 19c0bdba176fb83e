/*
 * sketch.c: distinct values, all of them or a sample of known size.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
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

static void
rebuild(struct sketch *s, size_t nslots)
{
	size_t	 i;

	free(s->slots);
	s->slots = mem_zero(nslots, sizeof(*s->slots));
	s->nslots = nslots;
	for (i = 0; i < s->n; i++)
		s->slots[slot_of(s, s->v[i].hash)] = (uint32_t)i + 1;
}

/* Keep half of the values. */
static void
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
	rebuild(s, s->nslots);
}

void
sketch_add(struct sketch *s, const char *text, size_t len, uint64_t hash,
    long line)
{
	size_t	 i;

	if (s->nslots == 0)
		rebuild(s, 64);
	i = slot_of(s, hash);
	if (s->slots[i] != 0) {
		s->v[s->slots[i] - 1].count++;
		return;
	}
	if (s->n * 2 >= s->nslots)
		rebuild(s, s->nslots * 2);
	grow(&s->v, &s->cap, s->n + 1, sizeof(*s->v));
	s->v[s->n++] = (struct sketch_value){ mem_dup_n(text,
	    len < SKETCH_TEXT ? len : SKETCH_TEXT), hash, 1, line, 0 };
	s->slots[slot_of(s, hash)] = (uint32_t)s->n;
	while (s->n > (s->few ? SKETCH_FEW : SKETCH_MOST))
		halve(s);
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

void
sketch_sort(struct sketch *s)
{
	if (s->n == 0)
		return;
	qsort(s->v, s->n, sizeof(*s->v), by_count);
	rebuild(s, s->nslots);
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
