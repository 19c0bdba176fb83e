/*
 * pattern.c: is this line of that form?
 */
#include <string.h>

#include "base/mem.h"
#include "digest/pattern.h"
#include "digest/number.h"

struct pattern *
pattern_new(const struct log_line *l)
{
	struct pattern	*pt;
	const struct number	*num;
	size_t			 from = 0, to = 0, part;
	unsigned		 i;

	if (l->nnums > PAT_NUMS || l->n > PAT_TEXT)
		return NULL;
	pt = mem_room(sizeof(*pt) + l->n + 1);
	pt->n = l->nnums;
	for (i = 0; i <= l->nnums; i++) {
		num = &l->num[i];
		part = (i < l->nnums ? num->at : l->n) - from;
		memcpy(pt->text + to, l->p + from, part);
		pt->len[i] = (uint16_t)part;
		to += part;
		if (i < l->nnums) {
			pt->field[i] = num->field;
			from = num->at + num->len;
		}
	}
	return pt;
}

/* memcmp is a call; most texts here are shorter than a call is long. */
static inline bool
equal(const char *a, const char *b, size_t n)
{
	uint64_t	 x, y;
	uint32_t	 u, v;

	for (; n >= 8; a += 8, b += 8, n -= 8) {
		memcpy(&x, a, 8);
		memcpy(&y, b, 8);
		if (x != y)
			return false;
	}
	if (n >= 4) {			/* two that overlap */
		memcpy(&u, a, 4);
		memcpy(&v, b, 4);
		if (u != v)
			return false;
		memcpy(&u, a + n - 4, 4);
		memcpy(&v, b + n - 4, 4);
		return u == v;
	}
	return (n < 1 || *a == *b) && (n < 2 || a[1] == b[1]) &&
	    (n < 3 || a[2] == b[2]);
}

const char *
pattern_match(const struct pattern *pt, struct log_line *l, const char *p,
    const char *limit)
{
	const char	*start = p, *text = pt->text;
	unsigned	 i;

	l->nan = false;
	for (i = 0; i <= pt->n; i++) {
		if ((size_t)(limit - p) <= pt->len[i] ||
		    !equal(p, text, pt->len[i]))
			return NULL;
		p += pt->len[i];
		text += pt->len[i];
		if (i == pt->n)
			break;
		l->num[i].field = pt->field[i];
		if ((p = number_value(&l->num[i], start, p,
		    limit)) == NULL)
			return NULL;
		l->nan |= l->num[i].kind == NUMBER_NAN;
	}
	if (*p != '\n' && *p != '\r' && *p != '\b')
		return NULL;
	l->p = start;
	l->n = (size_t)(p - start);
	l->nnums = pt->n;
	l->escape = false;
	l->over = line_over(p, limit);
	return p;
}
