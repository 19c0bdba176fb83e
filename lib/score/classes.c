/*
 * classes.c: distinct values of a column.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/csv_reader.h"
#include "base/mem.h"
#include "base/num.h"
#include "score/classes.h"

static void
add(struct classes *c, const char *s, size_t n)
{
	bool	 added;

	c->none = c->none || n == 0;
	if (n == 0 || hash_get(&c->seen, s, n) != NULL)
		return;
	grow(&c->v, &c->cap, c->n + 1, sizeof(*c->v));
	c->v[c->n] = mem_dup_n(s, n);
	c->truths = c->truths && num_truth(s) != -1;
	hash_put(&c->seen, c->v[c->n], n, c->n, &added);
	c->n++;
}

bool
classes_read(struct classes *c, int dir, const char *path, const char *column)
{
	struct csv_options	 o = { .repair = true };
	struct csv_reader	 r;
	long			 col;
	int			 fd;

	*c = (struct classes){ .truths = true };
	if ((fd = openat(dir, path, O_RDONLY | O_CLOEXEC)) == -1)
		return false;
	if (csv_open(&r, fd, path, &o, NULL) == HCC_OK) {
		col = csv_reader_column(&r, column);
		while (col != -1 && csv_next(&r, NULL) == HCC_OK)
			add(c, r.cells[col], r.lens[col]);
		csv_close(&r);
	}
	close(fd);
	return c->n > 0;
}

bool
classes_have(const struct classes *c, const char *label)
{
	double	 a, b;
	size_t	 i;

	if (hash_get(&c->seen, label, strlen(label)) != NULL ||
	    (c->truths && num_truth(label) != -1))
		return true;
	for (i = 0; num_parse(label, &a) && i < c->n; i++)
		if (num_parse(c->v[i], &b) && a == b)
			return true;
	return false;
}

const char *
classes_some(const struct classes *c, char *out, size_t size)
{
	size_t	 i;
	int	 at = 0;

	out[0] = '\0';
	for (i = 0; i < c->n && i < 4 && at < (int)size; i++)
		at += snprintf(out + at, size - (size_t)at, "%s'%.30s'",
		    i == 0 ? "" : ", ", c->v[i]);
	if (c->n > 4 && at < (int)size)
		snprintf(out + at, size - (size_t)at, ", ..");
	return out;
}

void
classes_release(struct classes *c)
{
	size_t	 i;

	for (i = 0; i < c->n; i++)
		free(c->v[i]);
	free(c->v);
	hash_release(&c->seen);
	*c = (struct classes){ 0 };
}
