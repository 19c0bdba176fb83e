/*
 * hash.h: a table from byte strings to numbers (of an array of the caller's).
 *
 * Keys are borrowed: they must outlive the table. A caller that moves the
 * bytes of a key sets slot->key. Nothing is ever removed.
 */
#ifndef HCC_BASE_HASH_H
#define HCC_BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hash_slot {
	const void	*key;		/* NULL: free */
	size_t		 len;
	uint64_t	 hash;
	size_t		 value;
};

struct hash {
	struct hash_slot	*slots;
	size_t			 nslots;	/* a power of two, or 0 */
	size_t			 n;		/* keys in it */
};

#define HASH_INIT { NULL, 0, 0 }

uint64_t	 hash_bytes(const void *, size_t);
/* The slot of a key, made with value `value` when there is none (*added);
 * valid until the next call. */
struct hash_slot *hash_put(struct hash *, const void *key, size_t len,
		    size_t value, bool *added);
/* NULL when the key is not in the table. */
struct hash_slot *hash_get(const struct hash *, const void *key, size_t len);
void		 hash_release(struct hash *);

#endif
