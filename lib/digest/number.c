/*
 * number.c: the numbers of a log.
 *
 * They are read eight digits at a time and only to be compared: what is shown
 * of them is always the text of the log.
 */
#include <string.h>

#include "digest/char.h"
#include "digest/number.h"

size_t
number_not_finite(const char *start, const char *p)
{
	static const char *const words[] = { "nan", "infinity", "inf" };
	size_t	 i, k;

	if (p > start && is_word(p[-1]))
		return 0;
	for (i = 0; i < 3; i++) {
		for (k = 0; words[i][k] != '\0'; k++)
			if ((p[k] | 0x20) != words[i][k])
				break;
		if (words[i][k] == '\0' && !is_word(p[k]))
			return k;
	}
	return 0;
}

/* m * 10^e, quick and good to the last bit but one: it is only compared. */
static double
scale(uint64_t m, int e)
{
	static const double up[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7,
		1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
		1e18, 1e19 };
	static const double down[] = { 1e0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5,
		1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-14,
		1e-15, 1e-16, 1e-17, 1e-18, 1e-19 };
	double	 v = (double)m;

	for (; e < -19 && v > 0; e += 19)
		v *= 1e-19;
	for (; e > 19 && v < 1e300; e -= 19)
		v *= 1e19;
	if (e < -19 || e > 19)
		return v;
	return e < 0 ? v * down[-e] : v * up[e];
}

static const char *
exponent(const char *q, int *e)
{
	const char	*r = q + 1;
	bool		 neg = *r == '-';
	int		 x = 0;

	r += *r == '-' || *r == '+';
	if (!is_digit(*r))
		return q;
	for (; is_digit(*r); r++)
		if (x < 1000)
			x = x * 10 + (*r - '0');
	*e += neg ? -x : x;
	return r;
}

/* `10,333,505`: digits in groups of three behind commas. */
static const char *
grouped(const char *start, const char *p, const char *q, uint64_t *m)
{
	uint64_t	 v = *m;
	const char	*r = q;

	if (q - p > 3 || (p > start && memchr(" =:\t", p[-1], 4) == NULL))
		return q;
	while (*r == ',' && is_digit(r[1]) && is_digit(r[2]) &&
	    is_digit(r[3]) && r - p < 16) {
		v = v * 1000 + (uint64_t)(r[1] - '0') * 100 +
		    (uint64_t)(r[2] - '0') * 10 + (uint64_t)(r[3] - '0');
		r += 4;
	}
	if (r == q || is_digit(*r) || (*r == ',' && is_digit(r[1])))
		return q;
	*m = v;
	return r;
}

static const uint32_t power[] = { 1, 10, 100, 1000, 10000, 100000, 1000000,
	10000000, 100000000 };

/* Up to 8 digits at `p`; returns how many, the value in *v. */
static inline unsigned
digits8(const char *p, const char *limit, uint64_t *v)
{
	uint64_t	 t, other;
	unsigned	 k = 0;

	*v = 0;
	if (limit - p < 8 || __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__) {
		for (; k < 8 && is_digit(p[k]); k++)
			*v = *v * 10 + (uint64_t)(p[k] - '0');
		return k;
	}
	memcpy(&t, p, 8);
	t ^= 0x3030303030303030;	/* digits are now below 10 */
	other = (t | (t + 0x7676767676767676)) & 0x8080808080808080;
	k = other == 0 ? 8 : (unsigned)__builtin_ctzll(other) / 8;
	if (k == 0)
		return 0;
	t <<= 64 - 8 * k;		/* leading zeros */
	t = t * 2561 >> 8 & 0x00ff00ff00ff00ff;
	t = t * 6553601 >> 16 & 0x0000ffff0000ffff;
	*v = t * 42949672960001 >> 32;
	return k;
}

struct decimal {
	uint64_t	 m;		/* mantissa, at most 18 digits */
	int		 used;		/* its digits */
	int		 dropped;	/* digits that found no room */
};

/* More digits than one look takes in. */
static const char *
long_digits(struct decimal *d, const char *p, const char *limit)
{
	uint64_t	 v;
	unsigned	 k;

	do {
		k = digits8(p, limit, &v);
		if (d->used + (int)k <= 18) {
			d->m = d->m * power[k] + v;
			d->used += d->m > 0 ? (int)k : 0;
		} else
			d->dropped += (int)k;
		p += k;
	} while (k == 8);
	return p;
}

static inline const char *
digits(struct decimal *d, const char *p, const char *limit)
{
	uint64_t	 v;
	unsigned	 k = digits8(p, limit, &v);

	if (k == 8 || d->used + (int)k > 18)
		return long_digits(d, p, limit);
	d->m = d->m * power[k] + v;
	d->used += (int)k;
	return p + k;
}

/* The end of the time of day or duration whose hours or minutes end at `q`,
 * and its seconds; NULL if it is none. */
static const char *
clock_time(const char *p, const char *q, double *v)
{
	unsigned	 groups = 0;

	if (q - p > 3 || *p == '.')
		return NULL;
	while (groups < 2 && *q == ':' && is_digit(q[1]) && is_digit(q[2]) &&
	    !is_digit(q[3])) {
		*v = *v * 60 + (q[1] - '0') * 10 + (q[2] - '0');
		q += 3;
		groups++;
	}
	if (groups == 0)
		return NULL;
	if ((*q == '.' || *q == ',') && is_digit(q[1]))
		for (q++; is_digit(*q); q++)
			;
	return q;
}

const char *
number_read(struct number *num, const char *start, const char *p,
    const char *limit, const char **end)
{
	struct decimal	 d = { 0, 0, 0 };
	const char	*q, *head = p, *r;
	int		 e;
	bool		 dec = false;

	q = digits(&d, p, limit);
	e = d.dropped;
	num->v = (double)d.m;
	if (*q == ':' && (r = clock_time(p, q, &num->v)) != NULL) {
		num->at = (uint32_t)(p - start);
		num->len = (uint32_t)(r - p);
		num->kind = NUMBER_TIME;
		*end = r;
		return r;
	}
	if (*q == ',')
		q = grouped(start, p, q, &d.m);
	if (p > start && p[-1] == '.' && (p - 1 == start || !is_word(p[-2]))) {
		head--;			/* .5 */
		e -= (int)(q - p);
		dec = true;
	} else if (*q == '.' && !is_letter(q[1])) {
		dec = true;
		d.dropped = 0;
		r = digits(&d, q + 1, limit);
		e -= (int)(r - q) - 1 - d.dropped;
		q = r;
		if (*q == '.' && is_digit(q[1])) {
			while (*q == '.' || is_digit(*q))
				q++;
			*end = q;	/* 1.2.3 */
			return NULL;
		}
	}
	if ((*q | 0x20) == 'e') {
		r = exponent(q, &e);
		dec |= r != q;
		q = r;
	}
	num->v = scale(d.m, e);
	if (head > start && head[-1] == '-' &&
	    (head - 1 == start || !is_word(head[-2]))) {
		head--;
		num->v = -num->v;
	}
	num->at = (uint32_t)(head - start);
	num->len = (uint32_t)(q - head);
	num->kind = dec ? NUMBER_DECIMAL : NUMBER_INT;
	*end = q;
	return q;
}

const char *
number_value(struct number *num, const char *start, const char *p,
    const char *limit)
{
	const char	*first = p, *end;
	size_t		 len;

	if (*first == '-') {
		if (p > start && is_word(p[-1]))
			return NULL;
		first++;
	}
	if (*first == '.')
		first++;
	if (is_digit(*first))
		return number_read(num, start, first, limit, &end);
	if (first != p || (len = number_not_finite(start, p)) == 0)
		return NULL;
	num->at = (uint32_t)(p - start);
	num->len = (uint32_t)len;
	num->kind = NUMBER_NAN;
	return p + len;
}
