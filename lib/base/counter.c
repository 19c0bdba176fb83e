/*
 * counter.c: an array of items, and a table of where each key is in it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/counter.h"
#include "base/grow.h"

struct counter_item *
counter_add(struct counter *t, const char *key, size_t where)
{
	struct hash_slot	*s;
	bool			 added;

	if (!grow(&t->items, &t->cap, t->n + 1, sizeof(*t->items)) ||
	    (s = hash_put(&t->index, key, strlen(key), t->n, &added)) == NULL)
		return NULL;
	if (added)
		t->items[t->n++] = (struct counter_item){ key, 0, where };
	t->items[s->value].count++;
	return &t->items[s->value];
}

const struct counter_item *
counter_find(const struct counter *t, const char *key)
{
	const struct hash_slot	*s = hash_get(&t->index, key, strlen(key));

	return s == NULL ? NULL : &t->items[s->value];
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
	hash_release(&t->index);
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
	hash_release(&t->index);
	*t = (struct counter)COUNTER_INIT;
}
