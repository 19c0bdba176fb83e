/*
 * digest_scan.c: one line of a log, its numbers masked.
 *
 * This is the inner loop of the digest: every byte of the log passes here
 * once. A table tells what a byte is; signs that bars, borders and separators
 * are drawn with all hash like one blank, so a bar has one key at any length.
 */
#include <string.h>

#include "digest_scan.h"

enum { TXT, SEP, NUM, END, ESC, NAI, BOX, WRD };

#define MIX 0x9e3779b97f4a7c15u
#define AGAIN 256u		/* until the distinct slots are counted */

/* One more character of a chunk that is no letter. slot_of() mixes. */
#define ADD(h, c) (((h) << 7 | (h) >> 57) ^ (unsigned char)(c))

static const unsigned char class[256] = {
	[0x00] = SEP, [0x01] = SEP, [0x02] = SEP, [0x03] = SEP, [0x04] = SEP,
	[0x05] = SEP, [0x06] = SEP, [0x07] = SEP, [0x08] = END, ['\t'] = SEP,
	['\n'] = END, [0x0b] = SEP, [0x0c] = SEP, ['\r'] = END, [0x1b] = ESC,
	[' '] = SEP, ['='] = SEP, ['>'] = SEP, ['#'] = SEP, ['.'] = SEP,
	['-'] = SEP, ['*'] = SEP, ['_'] = SEP, ['~'] = SEP, ['+'] = SEP,
	['0'] = NUM, ['1'] = NUM, ['2'] = NUM, ['3'] = NUM, ['4'] = NUM,
	['5'] = NUM, ['6'] = NUM, ['7'] = NUM, ['8'] = NUM, ['9'] = NUM,
	['n'] = NAI, ['N'] = NAI, ['i'] = NAI, ['I'] = NAI, [0xe2] = BOX,
	['A'] = WRD, ['B'] = WRD, ['C'] = WRD, ['D'] = WRD, ['E'] = WRD,
	['F'] = WRD, ['G'] = WRD, ['H'] = WRD, ['J'] = WRD, ['K'] = WRD,
	['L'] = WRD, ['M'] = WRD, ['O'] = WRD, ['P'] = WRD, ['Q'] = WRD,
	['R'] = WRD, ['S'] = WRD, ['T'] = WRD, ['U'] = WRD, ['V'] = WRD,
	['W'] = WRD, ['X'] = WRD, ['Y'] = WRD, ['Z'] = WRD, ['a'] = WRD,
	['b'] = WRD, ['c'] = WRD, ['d'] = WRD, ['e'] = WRD, ['f'] = WRD,
	['g'] = WRD, ['h'] = WRD, ['j'] = WRD, ['k'] = WRD, ['l'] = WRD,
	['m'] = WRD, ['o'] = WRD, ['p'] = WRD, ['q'] = WRD, ['r'] = WRD,
	['s'] = WRD, ['t'] = WRD, ['u'] = WRD, ['v'] = WRD, ['w'] = WRD,
	['x'] = WRD, ['y'] = WRD, ['z'] = WRD,
};

static bool
is_digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

static bool
is_letter(char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26;
}

#define ONES 0x0101010101010101u

/* Up to 8 letters at `p`; how many, and they themselves, the first in the low
 * byte. */
static inline unsigned
letters8(const char *p, const char *limit, uint64_t *w)
{
	uint64_t	 x, low, no;
	unsigned	 k = 0;

	*w = 0;
	if (limit - p < 8 || __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__) {
		for (; k < 8 && p + k < limit && is_letter(p[k]); k++)
			*w |= (uint64_t)(unsigned char)p[k] << 8 * k;
		return k;
	}
	memcpy(&x, p, 8);
	low = (x | ONES * 0x20) & ONES * 0x7f;
	/* the high bits of the bytes that are no letters */
	no = ~((low + ONES * 0x1f) & ~(low + ONES * 5) & ~x) & ONES * 0x80;
	if (no == 0) {
		*w = x;
		return 8;
	}
	k = (unsigned)__builtin_ctzll(no);	/* 8 for each, and 7 */
	*w = x & ((UINT64_C(1) << (k - 7)) - 1);
	return k / 8;
}

static bool
is_word(char c)
{
	return is_digit(c) || is_letter(c);
}

/* `nan`, `inf`, `Infinity` as a word of its own; its length or 0. */
static size_t
not_finite(const char *start, const char *p)
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

/* Close a chunk: the slot it stands for, a new one if it is new. */
static unsigned
slot_of(struct dig_line *l, uint64_t h)
{
	unsigned	 i;

	h *= MIX;
	h ^= h >> 29;
	for (i = 0; i < l->nslots; i++)
		if (l->chunk[i] == h)
			return i;
	if (i == DIG_SLOTS)
		return i - 1;
	l->times[i] = 0;
	l->chunk[l->nslots++] = h;
	l->key = (l->key ^ h) * MIX;
	return i;
}

/* If the word around the digits at `p` mixes digits and letters like a hash,
 * an address or an identifier does, its end; else NULL. */
static const char *
identifier(const char *word, const char *digits_end)
{
	const char	*q = digits_end;
	bool		 again = false;

	for (; is_word(*q); q++)
		again |= is_digit(*q);
	return again && q - word >= 5 ? q : NULL;
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

/* Read the number at `p` (a digit); returns its end, or NULL when it is a
 * version or address that is masked but not a value. */
static const char *
number(struct dig_num *num, const char *start, const char *p,
    const char *limit, const char **end)
{
	struct decimal	 d = { 0, 0, 0 };
	const char	*q, *head = p, *r;
	int		 e;
	bool		 dec = false;

	q = digits(&d, p, limit);
	e = d.dropped;
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
	num->kind = dec ? DIG_DEC : DIG_INT;
	*end = q;
	return q;
}

const char *
dig_value(struct dig_num *num, const char *start, const char *p,
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
		return number(num, start, first, limit, &end);
	if (first != p || (len = not_finite(start, p)) == 0)
		return NULL;
	num->at = (uint32_t)(p - start);
	num->len = (uint32_t)len;
	num->kind = DIG_NAN;
	return p + len;
}

static const char *
to_end(const char *p)
{
	while (class[(unsigned char)*p] != END)
		p++;
	return p;
}

struct chunk {
	const char	*start;
	uint64_t	 h;
	bool		 text;		/* holds more than separators */
	unsigned	 column;	/* numbers since the last text */
	uint64_t	 words;		/* hash of the last chunk with words */
};

/* Length of a drawn character (box or block) at `p`, which is 0xe2. */
static size_t
drawn(const char *p)
{
	return (unsigned char)p[1] >= 0x94 && (unsigned char)p[1] <= 0x96 &&
	    ((unsigned char)p[2] & 0xc0) == 0x80 ? 3 : 0;
}

/* Hash the text at `p` up to `stop` or to what is no text: a number, the end
 * of the line. */
static const char *
hash_text(struct chunk *c, const char *start, const char *p,
    const char *stop, const char *limit)
{
	uint64_t	 h = c->h, w;
	bool		 sep = false;
	unsigned	 kind, k;

	for (; p < stop; ) {
		kind = class[(unsigned char)*p];
		if (kind == WRD || kind == NAI) {
			if (kind == NAI && not_finite(start, p) > 0)
				break;
			do {
				k = letters8(p, limit, &w);
				h = (h ^ w) * MIX;
				p += k;
			} while (k == 8);
			h ^= h >> 32;
		} else if (kind == TXT || (kind == BOX && drawn(p) == 0))
			h = ADD(h, *p++);
		else if (kind == SEP || kind == BOX) {
			if (!sep)
				h = ADD(h, ' ');
			sep = true;
			p += kind == BOX ? 3 : 1;
			continue;
		} else
			break;
		c->text = true;
		sep = false;
	}
	c->h = h;
	return p;
}

static bool
has_words(const char *p, const char *end)
{
	if (end - p > 8)
		return true;
	for (; p < end; p++)
		if (is_letter(*p) || (unsigned char)*p >= 0x80)
			return true;
	return false;
}

/* Close the chunk before a number; its slot, AGAIN times how often the same
 * words were met before.
 *
 * The numbers of a table have no text between them, or only bars: the column
 * is the name. Past the twelfth it is a list. Brackets and commas belong to
 * the words before them. */
static unsigned
close_chunk(struct dig_line *l, struct chunk *c, const char *end)
{
	uint64_t	 h = c->h;
	unsigned	 i;

	if (!c->text && c->start != l->p)
		h = ++c->column > 12 ? 1 : c->column + 1;
	else if (has_words(c->start, end)) {
		c->column = 0;
		c->words = h;
		i = slot_of(l, h);
		if (l->times[i] == DIG_TIMES)
			return i;
		l->again |= l->times[i] > 0;
		return i + AGAIN * l->times[i]++;
	} else {
		h += c->words * 3;
		if (memchr(c->start, '|', (size_t)(end - c->start)) == NULL)
			c->column = 0;
		else if (++c->column <= 12)
			h += c->column;
	}
	return slot_of(l, h);
}

static void
open_chunk(struct chunk *c, const char *p)
{
	c->start = p;
	c->h = 0;
	c->text = false;
}

/* A number or identifier at `p`: close the chunk before it, note the value;
 * returns where the next chunk starts. */
static const char *
take(struct dig_line *l, struct chunk *c, const char *p, const char *limit)
{
	struct dig_num	*num = &l->num[l->nnums];
	const char	*word = p, *end, *id;

	while (word > c->start && is_letter(word[-1]))
		word--;
	end = p;
	if (number(num, l->p, p, limit, &end) != NULL) {
		if (is_letter(*end) && (id = identifier(word, end)) != NULL) {
			if (word < p) {
				open_chunk(c, c->start);
				(void)hash_text(c, l->p, c->start, word,
				    word);
			}
			(void)close_chunk(l, c, word);
			open_chunk(c, id);
			return id;
		}
		num->slot = (uint16_t)close_chunk(l, c, p);
		l->nnums++;
	} else
		(void)close_chunk(l, c, p);
	open_chunk(c, end);
	return end;
}

/* A word that is no number stands at `p`: nan, inf. Returns its end. */
static const char *
take_nan(struct dig_line *l, struct chunk *c, const char *p)
{
	struct dig_num	*num = &l->num[l->nnums];
	size_t		 len = not_finite(l->p, p);

	num->at = (uint32_t)(p - l->p);
	num->len = (uint32_t)len;
	num->kind = DIG_NAN;
	num->slot = (uint16_t)close_chunk(l, c, p);
	l->nnums++;
	open_chunk(c, p + len);
	return p + len;
}

/* Mask until the line ends or has `max` numbers. */
static const char *
mask(struct dig_line *l, struct chunk *c, const char *p, const char *limit,
    unsigned max)
{
	const char	*from = p;
	unsigned	 kind;

	while (l->nnums < max && p - from <= DIG_LOOK) {
		p = hash_text(c, l->p, p, limit, limit);
		kind = class[(unsigned char)*p];
		if (kind == NUM)
			p = take(l, c, p, limit);
		else if (kind == NAI)
			p = take_nan(l, c, p);
		else
			break;
	}
	return p;
}

/* A line of endless numbers is a list; how it begins tells, and what words
 * stand at its end. Where they start, or NULL. */
static const char *
end_words(const char *p, const char *end)
{
	if (end - p > DIG_END)
		p = end - DIG_END;
	for (; p < end; p++)
		if (is_letter(*p) && p[-1] == ' ')
			return p;
	return NULL;
}

/* Now that the distinct slots are counted. */
static void
number_slots(struct dig_line *l)
{
	unsigned	 i, s;

	for (i = 0; i < l->nnums; i++) {
		s = l->num[i].slot;
		if (s < AGAIN)
			continue;
		s = s % AGAIN + s / AGAIN * l->nslots;
		l->num[i].slot = (uint16_t)(s < DIG_SLOTS ? s : s % l->nslots);
	}
}

const char *
dig_mask(struct dig_line *l, const char *p, const char *limit)
{
	struct chunk	 c = { p, 0, false, 0, 0 };
	const char	*start = p, *q;

	l->p = p;
	l->key = 0;
	l->nslots = l->nnums = 0;
	l->again = false;
	p = mask(l, &c, p, limit, DIG_NUMS);
	if (class[(unsigned char)*p] != END && *p != '\033') {
		q = p;
		p = to_end(p);
		if ((q = end_words(q, p)) != NULL) {
			open_chunk(&c, q);
			(void)mask(l, &c, q, p + 1, DIG_NUMS + DIG_ENDNUMS);
		}
	}
	l->escape = *p == '\033';
	p = to_end(p);
	if (c.text)
		(void)slot_of(l, c.h);
	if (l->again)
		number_slots(l);
	l->n = (size_t)(p - start);
	l->over = *p == '\b' || (*p == '\r' &&
	    (p + 1 >= limit || p[1] != '\n'));
	return p;
}
