/*
 * counter.h: distinct strings, how often each came and where first.
 *
 * Keys are borrowed: they must outlive the counter. Items stand in the order of
 * their first appearance until counter_sort(), after which nothing can be added
 * or found any more.
 */
#ifndef HCC_BASE_COUNTER_H
#define HCC_BASE_COUNTER_H

#include <stddef.h>

#include "base/hash.h"

struct counter_item {
	const char	*key;
	size_t		 count;
	size_t		 first;		/* `where` of the first counter_add */
};

struct counter {
	struct counter_item	*items;
	size_t			 n, cap;
	struct hash		 index;	/* of the items */
};

#define COUNTER_INIT { NULL, 0, 0, HASH_INIT }

/* Count one more `key`; returns its item (valid until the next addition) or
 * NULL when memory is exhausted. */
struct counter_item	*counter_add(struct counter *, const char *key,
			    size_t where);
const struct counter_item	*counter_find(const struct counter *, const char *key);
/* Most frequent first, equal ones by key. */
void			 counter_sort(struct counter *);
/* By key: as numbers when both are, else as bytes. */
void			 counter_sort_keys(struct counter *);
void			 counter_release(struct counter *);

#endif
