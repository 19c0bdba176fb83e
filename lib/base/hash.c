/*
 * hash.c: open addressing with linear probing, at most half full.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

#define FIRST_SLOTS 64

/* Up to eight bytes as a number, distinct for bytes of one length. */
static uint64_t
last_bytes(const unsigned char *s, size_t n)
{
	uint64_t	 w;
	uint32_t	 a, b;

	if (n == 8) {
		memcpy(&w, s, 8);
		return w;
	}
	if (n >= 4) {
		memcpy(&a, s, 4);
		memcpy(&b, s + n - 4, 4);
		return (uint64_t)a << 32 | b;
	}
	return n == 0 ? 0 : (uint64_t)s[0] << 16 | (uint64_t)s[n / 2] << 8 |
	    s[n - 1];
}

uint64_t
hash_bytes(const void *p, size_t n)
{
	const unsigned char	*s = p;
	uint64_t		 h = 0x9e3779b97f4a7c15u * (n + 1), w;
	__uint128_t		 m;

	for (; n > 8; s += 8, n -= 8) {
		memcpy(&w, s, 8);
		m = (__uint128_t)(h ^ w) * 0xd6e8feb86659fd93u;
		h = (uint64_t)m ^ (uint64_t)(m >> 64);
	}
	m = (__uint128_t)(h ^ last_bytes(s, n)) * 0xd6e8feb86659fd93u;
	return (uint64_t)m ^ (uint64_t)(m >> 64);
}

static struct hash_slot *
find(const struct hash *t, const void *key, size_t len, uint64_t h)
{
	size_t			 i = (size_t)(h & (t->nslots - 1));
	struct hash_slot	*s;

	for (;; i = (i + 1) & (t->nslots - 1)) {
		s = &t->slots[i];
		if (s->key == NULL || (s->hash == h && s->len == len &&
		    memcmp(s->key, key, len) == 0))
			return s;
	}
}

static void
double_slots(struct hash *t)
{
	struct hash	 new = { .n = t->n };
	size_t		 i;

	new.nslots = t->nslots == 0 ? FIRST_SLOTS : t->nslots * 2;
	new.slots = mem_zero(new.nslots, sizeof(*new.slots));
	for (i = 0; i < t->nslots; i++)
		if (t->slots[i].key != NULL)
			*find(&new, t->slots[i].key, t->slots[i].len,
			    t->slots[i].hash) = t->slots[i];
	free(t->slots);
	*t = new;
}

struct hash_slot *
hash_put(struct hash *t, const void *key, size_t len, size_t value,
    bool *added)
{
	uint64_t		 h = hash_bytes(key, len);
	struct hash_slot	*s;

	if (t->n >= t->nslots / 2)
		double_slots(t);
	s = find(t, key, len, h);
	*added = s->key == NULL;
	if (*added) {
		*s = (struct hash_slot){ key, len, h, value };
		t->n++;
	}
	return s;
}

struct hash_slot *
hash_get(const struct hash *t, const void *key, size_t len)
{
	struct hash_slot	*s;

	if (t->nslots == 0)
		return NULL;
	s = find(t, key, len, hash_bytes(key, len));
	return s->key == NULL ? NULL : s;
}

void
hash_release(struct hash *t)
{
	free(t->slots);
	*t = (struct hash)HASH_INIT;
}
