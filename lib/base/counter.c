/*
 * counter.c: a hash table of borrowed strings, open addressing, half full.
 */
#include <stdlib.h>
#include <string.h>

#include "base/counter.h"

static uint64_t
hash_of(const char *s)
{
	uint64_t	 h = 14695981039346656037u;	/* FNV-1a */

	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return h ^ h >> 29;
}

/* The slot that holds `key`, or the free one where it belongs. */
static size_t
slot_of(const struct counter *t, const char *key, uint64_t h)
{
	const struct counter_item	*it;
	size_t			 i = (size_t)h & (t->nslots - 1);

	for (; t->slots[i] != 0; i = (i + 1) & (t->nslots - 1)) {
		it = &t->items[t->slots[i] - 1];
		if (it->hash == h && strcmp(it->key, key) == 0)
			break;
	}
	return i;
}

static int
grow(struct counter *t)
{
	struct counter_item	*items;
	uint32_t		*slots;
	size_t			 n = t->nslots == 0 ? 64 : t->nslots * 2, i;

	if (n > UINT32_MAX)
		return -1;
	items = reallocarray(t->items, n / 2, sizeof(*items));
	if (items == NULL)
		return -1;
	t->items = items;
	t->cap = n / 2;
	if ((slots = calloc(n, sizeof(*slots))) == NULL)
		return -1;
	free(t->slots);
	t->slots = slots;
	t->nslots = n;
	for (i = 0; i < t->n; i++)
		slots[slot_of(t, items[i].key, items[i].hash)] =
		    (uint32_t)i + 1;
	return 0;
}

struct counter_item *
counter_add(struct counter *t, const char *key, size_t where)
{
	uint64_t	 h = hash_of(key);
	size_t		 i;

	if ((t->nslots == 0 || t->n == t->nslots / 2) && grow(t) == -1)
		return NULL;
	i = slot_of(t, key, h);
	if (t->slots[i] == 0) {
		t->items[t->n] = (struct counter_item){ key, h, 0, where };
		t->slots[i] = (uint32_t)++t->n;
	}
	t->items[t->slots[i] - 1].count++;
	return &t->items[t->slots[i] - 1];
}

const struct counter_item *
counter_find(const struct counter *t, const char *key)
{
	size_t	 i;

	if (t->nslots == 0)
		return NULL;
	i = slot_of(t, key, hash_of(key));
	return t->slots[i] == 0 ? NULL : &t->items[t->slots[i] - 1];
}

static int
by_count(const void *a, const void *b)
{
	const struct counter_item	*x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return strcmp(x->key, y->key);
}

static int
by_key(const void *a, const void *b)
{
	const struct counter_item	*x = a, *y = b;
	char			*xe, *ye;
	double			 dx = strtod(x->key, &xe);
	double			 dy = strtod(y->key, &ye);

	if (*xe == '\0' && *ye == '\0' && dx != dy)
		return dx < dy ? -1 : 1;
	return strcmp(x->key, y->key);
}

static void
sort(struct counter *t, int (*by)(const void *, const void *))
{
	free(t->slots);
	t->slots = NULL;
	t->nslots = 0;
	if (t->n > 1)
		qsort(t->items, t->n, sizeof(*t->items), by);
}

void
counter_sort(struct counter *t)
{
	sort(t, by_count);
}

void
counter_sort_keys(struct counter *t)
{
	sort(t, by_key);
}

void
counter_release(struct counter *t)
{
	free(t->items);
	free(t->slots);
	*t = (struct counter)COUNTER_INIT;
}
