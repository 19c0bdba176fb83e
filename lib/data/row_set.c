/*
 * row_set.c: open addressing, at most three quarters full.
 */
#include "base/mem.h"
#include "data/row_set.h"

static struct row_slot *
find(const struct row_set *s, uint64_t key)
{
	size_t	 i = (size_t)(key ^ key >> 32) & (s->nslots - 1);

	while (s->slots[i].key != 0 && s->slots[i].key != key)
		i = (i + 1) & (s->nslots - 1);
	return &s->slots[i];
}

static void
enlarge(struct row_set *s)
{
	struct row_set	 new = { .nslots = s->nslots == 0 ? 64 :
			    s->nslots * 2, .n = s->n };
	size_t		 i;

	new.slots = mem_zero(new.nslots, sizeof(*new.slots));
	for (i = 0; i < s->nslots; i++)
		if (s->slots[i].key != 0)
			*find(&new, s->slots[i].key) = s->slots[i];
	free(s->slots);
	*s = new;
}

struct row_slot *
row_set_add(struct row_set *s, uint64_t key, long line)
{
	struct row_slot	*r;

	key += key == 0;
	if (s->n * 4 >= s->nslots * 3)
		enlarge(s);
	r = find(s, key);
	if (r->key == 0) {
		*r = (struct row_slot){ key, (uint32_t)line, 0 };
		s->n++;
	}
	r->count++;
	return r;
}

struct row_slot *
row_set_find(const struct row_set *s, uint64_t key)
{
	struct row_slot	*r;

	if (s->nslots == 0)
		return NULL;
	r = find(s, key + (key == 0));
	return r->key == 0 ? NULL : r;
}

void
row_set_release(struct row_set *s)
{
	free(s->slots);
	*s = (struct row_set){ 0 };
}
