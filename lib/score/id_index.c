/*
 * id_index.c: rows by id, in a hash table of the cells.
 */
#include <string.h>

#include "base/num.h"
#include "score/id_index.h"

/* Ids that are the same number differ by their text alone. */
static void
add_number(struct id_index *t, const char *id, size_t row)
{
	const char	*digits;
	size_t		 n;
	bool		 added = false;

	if (t->numbers && (digits = num_id(id, &n)) != NULL)
		hash_put(&t->plain, digits, n, row, &added);
	t->numbers = added;
}

enum hcc_status
id_index_build(struct id_index *t, const struct csv *c, size_t col,
    const char *name, struct hcc_err *e)
{
	struct hash_slot	*s;
	const char		*id;
	size_t			 row, first;
	bool			 added;

	*t = (struct id_index){ .col = col, .rows = HASH_INIT,
	    .plain = HASH_INIT, .numbers = true };
	for (row = 0; row < c->nrows; row++) {
		id = csv_cell(c, row, col);
		s = hash_put(&t->rows, id, strlen(id), row, &added);
		if (added) {
			add_number(t, id, row);
			continue;
		}
		first = s->value;
		id_index_release(t);
		return err_set(e, HCC_INPUT, "read '%s': id '%.100s' of line "
		    "%ld is that of line %ld as well; ids must be unique",
		    name, id, c->lines[row], c->lines[first]);
	}
	return HCC_OK;
}

void
id_index_release(struct id_index *t)
{
	hash_release(&t->rows);
	hash_release(&t->plain);
}

long
id_index_find(const struct id_index *t, const char *id)
{
	const struct hash_slot	*s = hash_get(&t->rows, id, strlen(id));
	const char		*digits;
	size_t			 n;

	if (s == NULL && t->numbers && (digits = num_id(id, &n)) != NULL)
		s = hash_get(&t->plain, digits, n);
	return s == NULL ? -1 : (long)s->value;
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
