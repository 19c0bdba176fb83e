/*
 * id_index.c: a hash table from ids to rows (FNV-1a, open addressing).
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "score/id_index.h"

static size_t
hash(const char *s)
{
	uint64_t	 h = UINT64_C(0xcbf29ce484222325);

	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(0x100000001b3);
	return (size_t)(h ^ h >> 32);
}

/* The slot that holds this id, or the free one where it would go. */
static size_t *
slot(const struct id_index *t, const char *id)
{
	size_t	 i = hash(id) & t->mask;

	while (t->slots[i] != 0 &&
	    strcmp(csv_cell(t->csv, t->slots[i] - 1, t->col), id) != 0)
		i = (i + 1) & t->mask;
	return &t->slots[i];
}

enum hcc_status
id_index_build(struct id_index *t, const struct csv *c, size_t col, const char *name,
    struct hcc_err *e)
{
	const char	*id;
	size_t		 row, size = 16, *at;

	while (size < c->nrows * 2)
		size *= 2;
	*t = (struct id_index){ .csv = c, .col = col, .mask = size - 1 };
	if ((t->slots = calloc(size, sizeof(*t->slots))) == NULL)
		return err_nomem(e);
	for (row = 0; row < c->nrows; row++) {
		id = csv_cell(c, row, col);
		at = slot(t, id);
		if (*at != 0) {
			err_set(e, HCC_INPUT, "read '%s': id '%.100s' of line "
			    "%ld is that of line %ld as well; ids must be "
			    "unique", name, id, c->lines[row],
			    c->lines[*at - 1]);
			id_index_release(t);
			return HCC_INPUT;
		}
		*at = row + 1;
	}
	return HCC_OK;
}

void
id_index_release(struct id_index *t)
{
	free(t->slots);
	t->slots = NULL;
}

long
id_index_find(const struct id_index *t, const char *id)
{
	return (long)*slot(t, id) - 1;
}

enum hcc_status
id_index_column(const struct csv *c, const char *name, const char *file,
    size_t *col, struct hcc_err *e)
{
	long	 at = 0;

	if (name != NULL && (at = csv_column(c, name)) == -1)
		return err_set(e, HCC_INPUT, "read '%s': no id column '%s'; "
		    "its first column is '%s'", file, name, c->names[0]);
	*col = (size_t)at;
	return HCC_OK;
}
