/*
 * number.c: the numbers of a log.
 *
 * They are read only to be compared: what is shown of them is always the text
 * of the log.
 */
#include <math.h>
#include <string.h>

#include "digest/char.h"
#include "digest/number.h"

#define EACH(byte) ((uint64_t)(byte) * 0x0101010101010101u)

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

static const double ten[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8,
	1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19 };

/* m * 10^e, good to the last bit but one: it is only compared. */
static double
scale(uint64_t m, int e)
{
	double	 v = (double)m;

	for (; e < -19 && v > 0; e += 19)
		v /= 1e19;
	for (; e > 19 && v < INFINITY; e -= 19)
		v *= 1e19;
	if (e < -19 || e > 19)
		return v;
	return e < 0 ? v / ten[-e] : v * ten[e];
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

struct decimal {
	uint64_t	 m;		/* mantissa, at most 18 digits */
	int		 used;		/* its digits */
	int		 dropped;	/* digits that found no room */
};

static inline const char *
digits(struct decimal *d, const char *p)
{
	for (; is_digit(*p); p++)
		if (d->used < 18) {
			d->m = d->m * 10 + (uint64_t)(*p - '0');
			d->used += d->m > 0;
		} else
			d->dropped++;
	return p;
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

/* The number with its digits from `p` to `q`: note where it stands, and its
 * sign. */
static inline const char *
signed_number(struct number *num, const char *start, const char *p,
    const char *q, bool decimal)
{
	if (p > start && p[-1] == '-' && (p - 1 == start || !is_word(p[-2]))) {
		p--;
		num->v = -num->v;
	}
	num->at = (uint32_t)(p - start);
	num->len = (uint32_t)(q - p);
	num->kind = decimal ? NUMBER_DECIMAL : NUMBER_INT;
	return q;
}

/* Any number at `p`. */
static const char *
any_number(struct number *num, const char *start, const char *p,
    const char **end)
{
	struct decimal	 d = { 0, 0, 0 };
	const char	*q, *head = p, *r;
	int		 e;
	bool		 dec = false;

	q = digits(&d, p);
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
		r = digits(&d, q + 1);
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
	*end = q;
	return signed_number(num, start, head, q, dec);
}

/* The value of the `k` digits in the low bytes of `x`, less '0' each: they are
 * moved to the upper bytes, with zeros before them, and neighbours are added up
 * in pairs. */
static inline uint64_t
value_of(uint64_t x, unsigned k)
{
	x = k == 0 ? 0 : x << (64 - 8 * k);
	x = x * 10 + (x >> 8);
	x = (x & 0x000000ff000000ffu) * (100 + (UINT64_C(1000000) << 32)) +
	    (x >> 16 & 0x000000ff000000ffu) *
	    (1 + (UINT64_C(10000) << 32));
	return x >> 32;
}

/* The 8 bytes at `p`, less '0' each, and a bit for those that are no digits.
 * A carry may add bits behind the first that is neither digit nor point. */
static inline uint64_t
load8(const char *p, uint64_t *others)
{
	uint64_t	 x;

	memcpy(&x, p, 8);
	x ^= EACH('0');
	*others = ((x + EACH(0x80 - 10)) | x) & EACH(0x80);
	return x;
}

/* The number of bytes below the first bit of load8(); 8: there is none. */
static inline unsigned
first8(uint64_t others)
{
	return others == 0 ? 8 : (unsigned)__builtin_ctzll(others) / 8;
}

/* Digits at `p` on top of `*m`; how many, at most 8. */
static inline unsigned
more_digits(const char *p, uint64_t *m)
{
	static const uint64_t	 whole[] = { 1, 10, 100, 1000, 10000, 100000,
		1000000, 10000000, 100000000 };
	uint64_t		 others, x = load8(p, &others);
	unsigned		 k = first8(others);

	*m = *m * whole[k] + value_of(x, k);
	return k;
}

/* The end of a number as most are: `p` has few digits, with a point or without;
 * its value in `v`, and in `decimals` how many follow the point, -1 without it.
 * NULL if it must be looked at more closely. */
static inline const char *
common(const char *start, const char *p, const char *limit, double *v,
    int *decimals)
{
	uint64_t	 x, others, m;
	unsigned	 k, n, more;

	if (__BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__ || limit - p < 32 ||
	    (p > start && p[-1] == '.'))
		return NULL;
	x = load8(p, &others);
	if ((k = first8(others)) == 8)
		return NULL;
	*decimals = -1;
	if (p[k] != '.' || is_letter(p[k + 1])) {
		m = value_of(x, k);
		p += k;
		if ((*p == ':' || *p == ',') && is_digit(p[1]))
			return NULL;
	} else if ((n = first8(others & (others - 1))) < 8) {
		/* All in 8 bytes: take the point out. */
		m = value_of((x & ((UINT64_C(1) << 8 * k) - 1)) |
		    (x >> 8 & ~UINT64_C(0) << 8 * k), n - 1);
		p += n;
		*decimals = (int)(n - k - 1);
	} else {
		m = value_of(x, k);
		n = more_digits(p + k + 1, &m);
		if (n == 8) {
			more = more_digits(p + k + 9, &m);
			if (more == 8 || k + n + more > 18)
				return NULL;
			n += more;
		}
		p += k + 1 + n;
		*decimals = (int)n;
	}
	if ((*p | 0x20) == 'e' ||
	    (*decimals >= 0 && *p == '.' && is_digit(p[1])))
		return NULL;
	*v = *decimals <= 0 ? (double)m : (double)m / ten[*decimals];
	return p;
}

const char *
number_read(struct number *num, const char *start, const char *p,
    const char *limit, const char **end)
{
	int		 decimals;

	*end = common(start, p, limit, &num->v, &decimals);
	if (*end != NULL)
		return signed_number(num, start, p, *end, decimals >= 0);
	return any_number(num, start, p, end);
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
