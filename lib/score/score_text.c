/*
 * score_text.c: the formulas of the metrics on texts.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/grow.h"
#include "base/utf8.h"
#include "score/score.h"

/* A text as characters; the array grows and is used again. */
struct chars {
	uint32_t	*v;
	size_t		 n, cap;
};

/* A byte that is no UTF-8 stands for itself. */
static bool
decode(struct chars *c, const char *s)
{
	size_t	 left = strlen(s), len;

	if (!grow(&c->v, &c->cap, left + 1, sizeof(*c->v)))
		return false;
	for (c->n = 0; left > 0; s += len, left -= len) {
		if ((len = utf8_char(s, left, &c->v[c->n])) == 0) {
			c->v[c->n] = (unsigned char)*s;
			len = 1;
		}
		c->n++;
	}
	return true;
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

/* Mean number of edits a row, in characters. */
double
score_levenshtein(struct score_input *in)
{
	struct chars	 a = { 0 }, b = { 0 };
	size_t		*row = NULL, cap = 0, i;
	long double	 sum = 0;

	for (i = 0; i < in->n && !in->nomem; i++) {
		if (decode(&a, in->truth[i]) && decode(&b, in->answer[i]) &&
		    grow(&row, &cap, b.n + 1, sizeof(*row)))
			sum += score_weight(in, i) *
			    (double)distance(&a, &b, row);
		else
			in->nomem = true;
	}
	free(a.v);
	free(b.v);
	free(row);
	return in->nomem ? NAN : (double)(sum / score_total(in));
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
	uint32_t	 c, low;

	for (; left > 0; s += len, left -= len) {
		len = utf8_char(s, left, &c);
		low = len == 0 ? 0 : lower(c);
		if (len == 0 || (low == c && len > 0)) {
			len = len == 0 ? 1 : len;
			buf_add(b, s, len);
		} else if (low < 0x80)
			buf_addc(b, (char)low);
		else {
			buf_addc(b, (char)(0xc0 | low >> 6));
			buf_addc(b, (char)(0x80 | (low & 0x3f)));
		}
	}
}

static bool
split(struct words *w, const char *s)
{
	char	*p, *save = NULL;
	size_t	 i, kept = 0;

	buf_reset(&w->text);
	add_lower(&w->text, s);
	buf_addc(&w->text, '\0');
	if (!buf_ok(&w->text))
		return false;
	w->n = 0;
	for (p = strtok_r(w->text.p, " \t\r\n\v\f", &save); p != NULL;
	    p = strtok_r(NULL, " \t\r\n\v\f", &save)) {
		if (!grow(&w->v, &w->cap, w->n + 1, sizeof(*w->v)))
			return false;
		w->v[w->n++] = p;
	}
	if (w->n > 0)
		qsort(w->v, w->n, sizeof(*w->v), by_word);
	for (i = 0; i < w->n; i++)
		if (i == 0 || strcmp(w->v[i], w->v[kept - 1]) != 0)
			w->v[kept++] = w->v[i];
	w->n = kept;
	return true;
}

static double
jaccard(const struct words *a, const struct words *b)
{
	size_t	 i = 0, j = 0, both = 0;
	int	 d;

	while (i < a->n && j < b->n) {
		d = strcmp(a->v[i], b->v[j]);
		both += d == 0;
		i += d <= 0;
		j += d >= 0;
	}
	return a->n + b->n == 0 ? 1 :
	    (double)both / (double)(a->n + b->n - both);
}

/* Mean over the rows of the words that truth and answer share, over all of
 * theirs, in lower case. Two empty texts are equal. */
double
score_word_jaccard(struct score_input *in)
{
	struct words	 a = { .text = BUF_INIT }, b = { .text = BUF_INIT };
	long double	 sum = 0;
	size_t		 i;

	for (i = 0; i < in->n && !in->nomem; i++) {
		if (split(&a, in->truth[i]) && split(&b, in->answer[i]))
			sum += score_weight(in, i) * jaccard(&a, &b);
		else
			in->nomem = true;
	}
	free(a.v);
	free(b.v);
	buf_release(&a.text);
	buf_release(&b.text);
	return in->nomem ? NAN : (double)(sum / score_total(in));
}
