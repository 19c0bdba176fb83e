/*
 * metric_near.c: the metrics whose names are nearest to a word that is none.
 */
#include <ctype.h>
#include <string.h>

#include "score/metric.h"

#define NAME_MAX_LEN	48
#define NEAR		3	/* names at most */

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Letters to add, to leave out or to change, whatever their case. */
static size_t
edits(const char *a, const char *b)
{
	size_t	 row[NAME_MAX_LEN + 1], i, j, left, before;
	size_t	 n = strnlen(b, NAME_MAX_LEN);

	for (j = 0; j <= n; j++)
		row[j] = j;
	for (i = 0; a[i] != '\0'; i++) {
		before = row[0];
		row[0] = i + 1;
		for (j = 1; j <= n; j++) {
			left = row[j];
			row[j] = least(least(row[j], row[j - 1]) + 1, before +
			    (tolower((unsigned char)a[i]) !=
			    tolower((unsigned char)b[j - 1])));
			before = left;
		}
	}
	return row[n];
}

void
metric_near(const char *name, struct buf *out)
{
	size_t	 i, most, d, n = 0, length = strlen(name);

	/* A third of it may be wrong. */
	for (most = 1; n < NEAR && most <= (length + 2) / 3; most++)
		for (i = 0; n < NEAR && metric_at(i) != NULL; i++) {
			d = edits(name, metric_at(i)->name);
			if (d == most || (most == 1 && d == 0))
				buf_addf(out, "%s%s", n++ > 0 ? ", " : "",
				    metric_at(i)->name);
		}
}
