/*
 * columns.c: the names of the columns of a table.
 */
#include <string.h>

#include "digest/char.h"
#include "digest/columns.h"

/* Length of a bar between two cells at `p`, drawn or typed; 0: none. */
static size_t
rule(const char *p, const char *end)
{
	if (*p == '|')
		return 1;
	return end - p >= 3 && (unsigned char)p[0] == 0xe2 &&
	    (unsigned char)p[1] == 0x94 ? 3 : 0;
}

/* The next cell from `*p` on: its length, `*p` moves to its start. */
static size_t
cell(const char **p, const char *end, bool ruled)
{
	const char	*q;
	size_t		 k;

	while (*p < end && (memchr(" \t,", **p, 3) != NULL ||
	    rule(*p, end) > 0))
		*p += (k = rule(*p, end)) > 0 ? k : 1;
	for (q = *p; q < end && rule(q, end) == 0 &&
	    (ruled || memchr(" \t,", *q, 3) == NULL); q++)
		;
	while (q > *p && q[-1] == ' ')
		q--;
	return (size_t)(q - *p);
}

/* `42%`, where a progress bar begins. */
static bool
is_bar(const char *p, size_t n)
{
	size_t	 i = 0;

	while (i < n && is_digit(p[i]))
		i++;
	return i > 0 && i < n && p[i] == '%';
}

static unsigned
count_commas(const char *p, size_t n)
{
	unsigned	 k = 0;

	while (n-- > 0)
		k += *p++ == ',';
	return k;
}

/* The head of rows with commas between their cells, some of which may be
 * empty. */
static bool
find_commas(struct columns *c, const struct excerpt *above,
    const struct log_line *l)
{
	const char	*p = above->p, *end = p + above->n, *q;
	unsigned	 n = count_commas(p, above->n);

	if (n == 0 || n != count_commas(l->p, l->n) || n >= COLUMNS ||
	    (l->nnums > 0 && l->num[0].at > n))
		return false;
	for (n = 0; p <= end; p = q + 1, n++) {
		if ((q = memchr(p, ',', (size_t)(end - p))) == NULL)
			q = end;
		while (p < q && memchr(" \"'", *p, 3) != NULL)
			p++;
		c->name[n] = p;
		c->len[n] = (uint16_t)(q - p);
		while (c->len[n] > 0 && memchr(" \"'",
		    p[c->len[n] - 1], 3) != NULL)
			c->len[n]--;
		if (p < q && (!is_letter(*p) || memchr(p, ':',
		    (size_t)(q - p)) != NULL || memchr(p, '=',
		    (size_t)(q - p)) != NULL))
			return false;
	}
	c->n = n;
	c->commas = true;
	return true;
}

void
columns_find(struct columns *c, const struct excerpt *above,
    const struct log_line *l)
{
	const char	*p = above->p, *end = p + above->n;
	unsigned	 n = 0, i, words = 0;
	size_t		 k;
	bool		 colon = false;
	bool		 pair = false;	/* `name: 5` is no row */

	if (find_commas(c, above, l))
		return;
	c->n = 0;
	for (; p < end && rule(p, end) == 0; p++)
		;
	c->ruled = p < end && memchr(above->p, '%', above->n) == NULL;
	for (p = above->p; (k = cell(&p, end, c->ruled)) > 0 && n < COLUMNS &&
	    !is_bar(p, k); p += k) {
		if (is_digit(*p) || memchr("-.([{=\"'", *p, 8) != NULL)
			return;		/* a value is no name */
		c->name[n] = p;
		c->len[n++] = (uint16_t)(k - (k > 1 && p[k - 1] == ':'));
	}
	p = l->p;
	end = p + l->n;
	c->label = 0;
	for (i = 0; (k = cell(&p, end, c->ruled)) > 0 && !is_bar(p, k) &&
	    i <= n + LABEL + 1; p += k, i++) {
		c->label += i == c->label && is_letter(*p);
		words += is_letter(*p);
		pair |= colon && !is_letter(*p);
		colon = is_letter(*p) && p[k - 1] == ':';
	}
	if (i == n)
		c->label = 0;
	if (n < 2 || (i == n && pair && words + 1 == i))
		return;
	c->n = i == n || (i == n + c->label && words == c->label &&
	    c->label <= LABEL) ? n : 0;
}

/* A name that is too long ends before a character, not inside. */
static bool
set_name(char to[FIELD_NAME], const char *name, size_t k)
{
	if (k >= FIELD_NAME)
		for (k = FIELD_NAME - 1; k > 0 && (name[k] & 0xc0) == 0x80;
		    k--)
			;
	memcpy(to, name, k);
	to[k] = '\0';
	return true;
}

bool
column_name(const struct columns *c, char to[FIELD_NAME],
    const struct log_line *l, const struct number *n)
{
	const char	*p = l->p, *end = p + l->n, *at = p + n->at;
	unsigned	 i;
	size_t		 k;

	if (c->n > 0 && c->commas) {
		i = count_commas(p, n->at);
		return set_name(to, c->name[i], c->len[i]);
	}
	for (i = 0; i < c->label && c->n > 0; i++) {
		k = cell(&p, end, c->ruled);
		p += k;
	}
	for (i = 0; i < c->n && (k = cell(&p, end, c->ruled)) > 0; i++) {
		if (p + (*p == '+') == at)
			return set_name(to, c->name[i], c->len[i]);
		p += k;
	}
	return false;
}
