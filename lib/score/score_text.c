/*
 * score_text.c: the formulas of the metrics on texts.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "score/score.h"

/* A text as characters; the caller frees. */
struct chars {
	uint32_t	*v;
	size_t		 n;
};

/* A byte that is no UTF-8 stands for itself. */
static struct chars
decode(const char *s)
{
	size_t		 left = strlen(s), len;
	struct chars	 c = { mem_zero(left, sizeof(*c.v)), 0 };

	for (; left > 0; s += len, left -= len) {
		if ((len = utf8_char(s, left, &c.v[c.n])) == 0) {
			c.v[c.n] = (unsigned char)*s;
			len = 1;
		}
		c.n++;
	}
	return c;
}

/* Fewest insertions, deletions and exchanges that make b of a, with one row of
 * Wagner and Fischer's table (1974) of b->n + 1 numbers. */
static size_t
distance(const struct chars *a, const struct chars *b, size_t *row)
{
	size_t	 i, j, corner, cost;

	for (j = 0; j <= b->n; j++)
		row[j] = j;
	for (i = 1; i <= a->n; i++) {
		corner = row[0];
		row[0] = i;
		for (j = 1; j <= b->n; j++) {
			cost = corner + (a->v[i - 1] != b->v[j - 1]);
			corner = row[j];
			if (row[j - 1] + 1 < cost)
				cost = row[j - 1] + 1;
			if (corner + 1 < cost)
				cost = corner + 1;
			row[j] = cost;
		}
	}
	return row[b->n];
}

/* The number of edits, in characters. */
long double
row_levenshtein(const struct score_input *in, size_t i)
{
	struct chars	 a = decode(in->truth[i]), b = decode(in->answer[i]);
	size_t		*row = mem_zero(b.n + 1, sizeof(*row));
	size_t		 d = distance(&a, &b, row);

	free(a.v);
	free(b.v);
	free(row);
	return (long double)d;
}

/* The words of a text in order, without repetitions. */
struct words {
	struct buf	 text;
	const char	**v;
	size_t		 n, cap;
};

static int
by_word(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Lower case of ASCII, Latin-1, Greek and Cyrillic: what Python's lower()
 * does to the letters of most alphabets that have two cases. */
static uint32_t
lower(uint32_t c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) ||
	    (c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f))
		return c + 32;
	if (c >= 0x400 && c <= 0x40f)
		return c + 80;
	return c >= 0x100 && c <= 0x137 && c % 2 == 0 ? c + 1 : c;
}

static void
add_lower(struct buf *b, const char *s)
{
	size_t		 left = strlen(s), len;
	uint32_t	 c;
	char		 out[4];

	for (; left > 0; s += len, left -= len) {
		if ((len = utf8_char(s, left, &c)) == 0) {
			len = 1;
			buf_addc(b, *s);
		} else
			buf_add(b, out, utf8_encode(lower(c), out));
	}
}

static void
split(struct words *w, const char *s)
{
	char	*p, *save = NULL;
	size_t	 i, kept = 0;

	add_lower(&w->text, s);
	buf_addc(&w->text, '\0');
	for (p = strtok_r(w->text.p, " \t\r\n\v\f", &save); p != NULL;
	    p = strtok_r(NULL, " \t\r\n\v\f", &save)) {
		grow(&w->v, &w->cap, w->n + 1, sizeof(*w->v));
		w->v[w->n++] = p;
	}
	if (w->n > 0)
		qsort(w->v, w->n, sizeof(*w->v), by_word);
	for (i = 0; i < w->n; i++)
		if (i == 0 || strcmp(w->v[i], w->v[kept - 1]) != 0)
			w->v[kept++] = w->v[i];
	w->n = kept;
}

/* The words that truth and answer share, over all of theirs, in lower case.
 * Two empty texts are equal. */
long double
row_word_jaccard(const struct score_input *in, size_t row)
{
	struct words	 a = { .text = BUF_INIT }, b = { .text = BUF_INIT };
	size_t		 i = 0, j = 0, both = 0, all;
	int		 d;

	split(&a, in->truth[row]);
	split(&b, in->answer[row]);
	while (i < a.n && j < b.n) {
		d = strcmp(a.v[i], b.v[j]);
		both += d == 0;
		i += d <= 0;
		j += d >= 0;
	}
	all = a.n + b.n - both;
	free(a.v);
	free(b.v);
	buf_release(&a.text);
	buf_release(&b.text);
	return all == 0 ? 1 : (long double)both / (long double)all;
}
