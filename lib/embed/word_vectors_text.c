/*
 * word_vectors_text.c: the text format of word vectors.
 *
 * A line is a word and its numbers, apart by blanks. The first line may hold
 * the number of words and of components instead (word2vec); what it says of
 * the count is not believed. Some published files have words with blanks.
 */
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "embed/word_vectors.h"

#define BLANK	" \t\r\n"

void
vtext_open(struct vtext *t, FILE *f, const char *name)
{
	*t = (struct vtext){ .f = f, .name = name };
	t->line = mem_room(VTEXT_LINE);
	t->v = mem_room(VECTORS_DIM * sizeof(*t->v));
}

void
vtext_close(struct vtext *t)
{
	free(t->line);
	free(t->v);
	t->line = NULL;
	t->v = NULL;
}

static enum hcc_status
wrong(const struct vtext *t, const char *why, struct hcc_err *e)
{
	return err_set(e, HCC_CONFIG, "read word vectors '%s' line %ld: %s",
	    t->name, t->no, why);
}

/* The next line that is not blank. */
static enum hcc_status
next_line(struct vtext *t, struct hcc_err *e)
{
	size_t	 n;

	do {
		errno = 0;
		if (fgets(t->line, VTEXT_LINE, t->f) == NULL)
			return ferror(t->f) ? err_errno(e,
			    "read word vectors '%s'", t->name) : HCC_NONE;
		t->no++;
		n = strlen(t->line);
		if ((n == 0 || t->line[n - 1] != '\n') && !feof(t->f))
			return wrong(t, n + 1 < VTEXT_LINE ? "a NUL byte" :
			    "the line is too long", e);
	} while (strspn(t->line, BLANK) == n);
	return HCC_OK;
}

static size_t
fields(const char *p)
{
	size_t	 n = 0;

	for (p += strspn(p, BLANK); *p != '\0'; p += strspn(p, BLANK)) {
		n++;
		p += strcspn(p, BLANK);
	}
	return n;
}

/* "400000 100": how many words of how many components follow. */
static bool
header(const struct vtext *t, size_t *dim)
{
	const char	*p = t->line + strspn(t->line, BLANK);

	if (t->no != 1 || fields(p) != 2 || p[strspn(p, "0123456789" BLANK)])
		return false;
	*dim = strtoul(p + strcspn(p, BLANK), NULL, 10);
	return true;
}

static const char *
skip_fields(const char *p, size_t n)
{
	for (p += strspn(p, BLANK); n > 0; n--) {
		p += strcspn(p, BLANK);
		p += strspn(p, BLANK);
	}
	return p;
}

static bool
number(const char **p, float *out)
{
	char	*end;

	*out = strtof(*p, &end);
	if (end == *p || strchr(BLANK, *end) == NULL || !(fabsf(*out) < 1e15f))
		return false;
	*p = end + strspn(end, BLANK);
	return true;
}

static enum hcc_status
ragged(const struct vtext *t, size_t n, struct hcc_err *e)
{
	char	 why[80];

	snprintf(why, sizeof(why), "%zu numbers, and %zu are expected", n,
	    t->dim);
	return wrong(t, why, e);
}

enum hcc_status
vtext_next(struct vtext *t, struct hcc_err *e)
{
	enum hcc_status	 st;
	const char	*p;
	size_t		 n, i;
	float		 surplus;

	if ((st = next_line(t, e)) != HCC_OK)
		return st;
	if (header(t, &t->dim) && (st = next_line(t, e)) != HCC_OK)
		return st;
	n = fields(t->line) - 1;
	if (t->dim == 0)
		t->dim = n;
	if (t->dim == 0 || t->dim > VECTORS_DIM)
		return wrong(t, "not a word with 1 to 4096 numbers", e);
	if (n < t->dim)
		return ragged(t, n, e);
	t->word = t->line + strspn(t->line, BLANK);
	p = skip_fields(t->word, n - t->dim);
	/* More fields belong to a word with blanks, unless they are numbers. */
	if (n > t->dim && number(&p, &surplus))
		return ragged(t, n, e);
	p += strcspn(p, BLANK);
	t->len = (size_t)(p - t->word);
	p += strspn(p, BLANK);
	for (i = 0; i < t->dim; i++)
		if (!number(&p, &t->v[i]))
			return wrong(t, "a number is missing or not finite", e);
	return HCC_OK;
}
