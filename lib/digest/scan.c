/*
 * scan.c: one line of a log, its numbers masked.
 *
 * This is the inner loop of the digest: every byte of the log passes here
 * once. A table tells what a byte is; signs that bars, borders and separators
 * are drawn with all hash like one blank, so a bar has one key at any length.
 */
#include <string.h>

#include "digest/char.h"
#include "digest/number.h"
#include "digest/rules.h"
#include "digest/scan.h"
#include "digest/word_class.h"

enum { TXT, SEP, NUM, END, ESC, NAI, BOX, WRD };

#define CASE 0x2020202020202020u	/* set in small letters */
#define MIX 0x9e3779b97f4a7c15u
#define EACH(byte) ((uint64_t)(byte) * 0x0101010101010101u)
#define LITTLE_ENDIAN_BYTES (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)
#define AGAIN 256u		/* until the distinct fields are counted */
#define SETTINGS (COUNTER | CLASS_PARAM)	/* hints of both */

/* One more character of a chunk that is no letter. field_of() mixes. */
#define ADD(h, c) (((h) << 7 | (h) >> 57) ^ (unsigned char)(c))

static const unsigned char class[256] = {
	[0x00] = ESC, [0x01] = SEP, [0x02] = SEP, [0x03] = SEP, [0x04] = SEP,
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

/* The low `k` bytes. */
static inline uint64_t
below(unsigned k)
{
	return k == 8 ? ~UINT64_C(0) : (UINT64_C(1) << 8 * k) - 1;
}

/* Up to 8 letters at `p`; how many, and they themselves, the first in the low
 * byte. Eight bytes are looked at in one go: a sum carries into the high bit of
 * a byte from 'a' on, another from behind 'z' on. */
static inline unsigned
letters8(const char *p, const char *limit, uint64_t *w)
{
	uint64_t	 x, small, other;
	unsigned	 k;

	if (LITTLE_ENDIAN_BYTES && limit - p >= 8) {
		memcpy(&x, p, 8);
		small = (x | CASE) & EACH(0x7f);
		other = ~((small + EACH(0x80 - 'a')) &
		    ~(small + EACH(0x7f - 'z')) & ~x) & EACH(0x80);
		k = other == 0 ? 8 : (unsigned)__builtin_ctzll(other) / 8;
		*w = x & below(k);
		return k;
	}
	*w = 0;
	for (k = 0; k < 8 && p + k < limit && is_letter(p[k]); k++)
		*w |= (uint64_t)(unsigned char)p[k] << 8 * k;
	return k;
}

/* Close a chunk: the field it stands for, a new one if it is new. */
static unsigned
field_of(struct log_line *l, uint64_t h)
{
	unsigned	 i = l->nfields;
	uint64_t	 bit;

	h *= MIX;
	h ^= h >> 29;
	bit = UINT64_C(1) << (h & 63);
	if (l->seen & bit)
		for (i = 0; i < l->nfields && l->chunk[i] != h; i++)
			;
	if (i < l->nfields)
		return i;
	l->seen |= bit;
	if (i == LINE_FIELDS)
		return i - 1;
	l->times[i] = 0;
	l->chunk[l->nfields++] = h;
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

/* The end of the UUID at `p`, and of what hangs on it; NULL if it is none. */
static const char *
uuid_end(const char *p)
{
	static const unsigned char	 groups[] = { 8, 4, 4, 4, 12 };
	unsigned			 i, k;

	for (i = 0; i < sizeof(groups); i++) {
		if (i > 0 && *p++ != '-')
			return NULL;
		for (k = 0; k < groups[i]; k++, p++)
			if (!is_digit(*p) && ((*p | 0x20) < 'a' ||
			    (*p | 0x20) > 'f'))
				return NULL;
	}
	if (is_word(*p))
		return NULL;
	while (is_word(*p) || (*p == '-' && is_word(p[1])))
		p++;
	return p;
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
	unsigned	 flags;		/* of known words so far */
	bool		 decimals;	/* there was a number that has some */
	bool		 curve;		/* and eighths of blocks */
};

/* Length of a drawn character (box or block) at `p`, which is 0xe2. */
static size_t
drawn(const char *p)
{
	return (unsigned char)p[1] >= 0x94 && (unsigned char)p[1] <= 0x96 &&
	    ((unsigned char)p[2] & 0xc0) == 0x80 ? 3 : 0;
}

/* Is the drawn character at `p` a block that fills its cell from below in part,
 * as curves are made of? Bars fill theirs from the left. */
static bool
is_curve(const char *p)
{
	return (unsigned char)p[1] == 0x96 && (unsigned char)p[2] >= 0x81 &&
	    (unsigned char)p[2] <= 0x87;
}

/* The end of the value at `p` if it is one that names something, as in
 * `'act': 'relu'`, `bn=True`; else NULL. What is bad, or a part of the data, is
 * no setting. */
static const char *
setting_end(const char *start, const char *p, const char *limit)
{
	const char	*q = p, *end;
	char		 quote = *p == '\'' || *p == '"' ? *p : '\0';
	uint64_t	 w;

	while (q > start && q[-1] == ' ')
		q--;
	if (q - start < 2 || (q[-1] != '=' && q[-1] != ':') ||
	    (!is_word(q[-2]) && q[-2] != '\'' && q[-2] != '"'))
		return NULL;
	end = quote != '\0' ? p + 1 : p;
	if (letters8(end, limit, &w) == 0 || word_hint(w) &
	    (CLASS_ERROR | CLASS_WARN | LEVEL | OF_DATA))
		return NULL;
	while (is_word(*end) || memchr("_-./+", *end, 5) != NULL)
		end++;
	if (quote != '\0')
		return *end == quote ? end + 1 : NULL;
	return memchr(" ,;)}]\t\n\r", *end, 9) != NULL ? end : NULL;
}

/* Hash the text at `p` up to `stop` or to what is no text: a number, the end
 * of the line. On a line that counts trials and has parameters their values are
 * none. */
static const char *
hash_text(struct chunk *c, const char *start, const char *p,
    const char *stop, const char *limit)
{
	uint64_t	 h = c->h, w, upper;
	/* Blanks at the ends of a line are no text. */
	bool		 sep = false, inside = p > start;
	unsigned	 kind, k, flags = c->flags;
	const char	*end;

	for (; p < stop; ) {
		kind = class[(unsigned char)*p];
		if ((flags & SETTINGS) == SETTINGS && (kind == WRD ||
		    kind == NAI || *p == '\'' || *p == '"') &&
		    (end = setting_end(start, p, limit)) != NULL) {
			h = ADD(h, '=');
			p = end;
			c->text = inside = true;
			sep = false;
			continue;
		}
		if (kind == SEP || (kind == BOX && drawn(p) > 0)) {
			sep = inside;
			if (kind == BOX && !c->curve && is_curve(p)) {
				h = ADD(h, '~');
				c->curve = c->text = true;
			}
			p += kind == BOX ? 3 : 1;
			continue;
		}
		if (kind == WRD || kind == NAI) {
			if (kind == NAI && number_not_finite(start, p) > 0)
				break;
			if (sep)
				h = ADD(h, ' ');
			k = letters8(p, limit, &w);
			flags |= word_hint(w);
			upper = ~w & CASE & ~UINT64_C(0xff) & below(k);
			for (;;) {
				h = (h ^ w) * MIX;
				p += k;
				if (k < 8)
					break;
				k = letters8(p, limit, &w);
				upper |= ~w & CASE & below(k);
			}
			h ^= h >> 32;
			if (upper != 0)
				flags |= word_end_hint(p, start);
		} else if (kind == TXT || kind == BOX)
			h = ADD(sep ? ADD(h, ' ') : h, *p++);
		else
			break;
		c->text = inside = true;
		sep = false;
	}
	c->h = h;
	c->flags = flags;
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

static bool
is_commas(const char *p, const char *end)
{
	while (p < end && *p == ',')
		p++;
	return p == end;
}

/* Close the chunk before a number; its field, AGAIN times how often the same
 * words were met before.
 *
 * The numbers of a table have no text between them, or only bars or commas: the
 * column is the name. Past the twelfth it is a list. Brackets and commas belong
 * to the words before them. */
static unsigned
close_chunk(struct log_line *l, struct chunk *c, const char *end)
{
	uint64_t	 h = c->h;
	unsigned	 i;

	if (!c->text && c->start != l->p)
		h = ++c->column > 12 ? 1 : c->column + 1 + c->words * 5;
	else if (has_words(c->start, end)) {
		c->column = 0;
		c->words = h;
		i = field_of(l, h);
		if (l->times[i] == SAME_WORDS)
			return i;
		l->again |= l->times[i] > 0;
		return i + AGAIN * l->times[i]++;
	} else if (c->words == 0 && is_commas(c->start, end)) {
		/* 1,,2: of a column that is empty there is a comma as well */
		c->column += (unsigned)(end - c->start);
		h = c->column > 24 ? 1 : c->column + 1;
	} else {
		h += c->words * 3;
		if (memchr(c->start, '|', (size_t)(end - c->start)) == NULL)
			c->column = 0;
		else if (++c->column <= 12)
			h += c->column;
	}
	/* A line that begins with its number is no blank one. */
	return field_of(l, h == 0 ? 1 : h);
}

static void
open_chunk(struct chunk *c, const char *p)
{
	c->start = p;
	c->h = 0;
	c->text = false;
}

/* Are the digits at `p`, which end at `end`, part of the name of a metric, as
 * in `top 5`, `hits@10` or `mAP50`? */
static bool
in_name(const char *start, const char *p, const char *end)
{
	const char	*w = p, *e;
	char		 c;

	if (p == start || end - p > 3 || is_letter(*end) || *end == '%' ||
	    *end == '/' ||
	    (*end == '.' && is_digit(end[1])))
		return false;
	c = p[-1];
	if (c == '@')
		return true;
	e = is_letter(c) ? p : p - 1;
	if (e < p && ((c != ' ' && c != '-' && c != '_') || p - start < 4 ||
	    memchr("pPsStT", p[-2], 6) == NULL))
		return false;
	for (w = e; w > start && is_letter(w[-1]); w--)
		;
	if (w == e || (w > start && is_word(w[-1])) ||
	    !(word_class(w, (size_t)(e - w)) & NUMBERED))
		return false;
	return e == p || (*w | 0x20) == 't' || (*w | 0x20) == 'h';
}

/* Do the digits at `p`, which end at `end` and follow the letters at `word`,
 * end a name whose value comes next, as in `acc1 76.2` or `0.4 R10 0.9`?
 * `mid`: decimals came before. Lines that begin with a name and number are more
 * often one of many alike. */
static bool
ends_name(const char *word, const char *p, const char *end, bool mid)
{
	const char	*q = end;
	unsigned	 c;

	if (end - p > (mid ? 2 : 1) || is_word(*end) || *end == '.')
		return false;
	while (memchr(" \t:='\"", *q, 6) != NULL)
		q++;
	if (q == end || !is_digit(*q))
		return false;
	while (is_digit(*q))
		q++;
	if (*q != '.' || !is_digit(q[1]))
		return false;
	c = word_class(word, (size_t)(p - word));
	return !(c & COUNTER) && (mid || c & CLASS_METRIC);
}

/* Does the digit at `p`, which ends at `end` and follows the letters at `word`,
 * tell one of few things from another, whose metric and its value come next, as
 * in `head2 val loss: 0.4`? */
static bool
tells_apart(const char *word, const char *p, const char *end)
{
	const char	*w = end, *q;
	bool		 metric = false;

	if (word == p || end - p > 1 || *p < '1' || *p > '5' ||
	    (*end != ' ' && *end != '_') || !is_letter(end[1]) ||
	    word_class(word, (size_t)(p - word)) & COUNTER)
		return false;
	while (is_letter(*w) || *w == ' ' || *w == '_') {
		for (q = w; is_letter(*q); q++)
			;
		if (q > w)
			metric |= word_class(w, (size_t)(q - w)) & CLASS_METRIC;
		w = q > w ? q : w + 1;
	}
	while (memchr(" \t:=", *w, 4) != NULL)
		w++;
	if (!metric || !is_digit(*w))
		return false;
	while (is_digit(*w))
		w++;
	return *w == '.' && is_digit(w[1]);
}

/* Do the digits at `p`, which end at `end`, stand inside of a word that
 * begins with letters at `word`, as in `seq2seq`? Not in 1h30m, lr1e-4. */
static bool
inside_word(const char *start, const char *word, const char *p,
    const char *end)
{
	if (word == p || end - p > 2 || !is_letter(*end) ||
	    (word > start && is_digit(word[-1])) ||
	    ((*end | 0x20) == 'e' && !is_letter(end[1])))
		return false;
	while (is_letter(*end))
		end++;
	return !is_digit(*end);
}

/* Do the digits at `p`, which end at `end`, end a quoted key, as in
 * `"loss_2": 0.1`, or a name as in `valid_1's auc`? */
static bool
ends_key(const char *start, const char *p, const char *end)
{
	return ((*end == '\'' && end[1] == 's' && end[2] == ' ') ||
	    ((*end == '"' || *end == '\'') && end[1] == ':')) && end - p <= 2 &&
	    p > start && (p[-1] == '_' || is_letter(p[-1]));
}

static const char *
digits_end(const char *p)
{
	while (is_digit(*p))
		p++;
	return p;
}

/* The word from `word` to `end`, which has the digit at `p`, is an identifier:
 * close the chunk before it; returns where the next chunk starts. */
static const char *
take_id(struct log_line *l, struct chunk *c, const char *p, const char *word,
    const char *end)
{
	if (word < p) {			/* its letters were hashed */
		open_chunk(c, c->start);
		(void)hash_text(c, l->p, c->start, word, word);
	}
	(void)close_chunk(l, c, word);
	open_chunk(c, end);
	return end;
}

/* A number or identifier at `p`: close the chunk before it, note the value;
 * returns where the next chunk starts. */
static const char *
take(struct log_line *l, struct chunk *c, const char *p, const char *limit)
{
	struct number	*num = &l->num[l->nnums];
	const char	*word = p, *end, *id;

	while (word > c->start && is_letter(word[-1]))
		word--;
	end = digits_end(p);
	if ((is_letter(*end) || *end == '-') && (id = uuid_end(word)) != NULL)
		return take_id(l, c, p, word, id);
	if (in_name(l->p, p, end) || (word < p && (ends_name(word, p, end,
	    c->decimals) || inside_word(l->p, word, p, end) ||
	    tells_apart(word, p, end))) ||
	    (ends_key(l->p, p, end) && l->nnums > 0)) {
		for (; p < end; p++)
			c->h = ADD(c->h, *p);
		c->text = true;
		return end;
	}
	end = p;
	if (number_read(num, l->p, p, limit, &end) != NULL) {
		if (is_letter(*end) && (id = identifier(word, end)) != NULL)
			return take_id(l, c, p, word, id);
		num->field = (uint16_t)close_chunk(l, c, p);
		c->decimals |= num->kind == NUMBER_DECIMAL;
		l->nnums++;
	} else
		(void)close_chunk(l, c, p);
	open_chunk(c, end);
	return end;
}

/* A word that is no number stands at `p`: nan, inf. Returns its end. */
static const char *
take_nan(struct log_line *l, struct chunk *c, const char *p)
{
	struct number	*num = &l->num[l->nnums];
	size_t		 len = number_not_finite(l->p, p);

	num->at = (uint32_t)(p - l->p);
	num->len = (uint32_t)len;
	num->kind = NUMBER_NAN;
	l->nan = true;
	num->field = (uint16_t)close_chunk(l, c, p);
	l->nnums++;
	open_chunk(c, p + len);
	return p + len;
}

/* Mask until the line ends or has numbers enough. */
static const char *
mask(struct log_line *l, struct chunk *c, const char *p, const char *limit)
{
	const char	*from = p;
	unsigned	 kind;

	while (l->nnums < LINE_NUMBERS && p - from <= LINE_LOOK) {
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

/* Now that the distinct fields are counted. */
static void
number_fields(struct log_line *l)
{
	unsigned	 i, s;

	for (i = 0; i < l->nnums; i++) {
		s = l->num[i].field;
		if (s < AGAIN)
			continue;
		s = s % AGAIN + s / AGAIN * l->nfields;
		l->num[i].field = (uint16_t)(s < LINE_FIELDS ? s :
		    s % l->nfields);
	}
}

const char *
line_mask(struct log_line *l, const char *p, const char *limit)
{
	struct chunk	 c = { p, 0, false, 0, 0, 0, false, false };
	const char	*start = p;

	l->p = p;
	l->key = l->seen = 0;
	l->nfields = l->nnums = 0;
	l->again = l->nan = false;
	p = mask(l, &c, p, limit);
	/* Endless numbers are a list: how it begins tells. */
	if (*p != '\033' && *p != '\0')
		p = to_end(p);
	l->escape = *p == '\033' || *p == '\0';
	p = to_end(p);
	if (c.text)
		(void)field_of(l, c.h);
	if (l->again)
		number_fields(l);
	l->flags = c.flags;
	l->curve = c.curve && l->nnums == 0;
	l->n = (size_t)(p - start);
	l->over = line_over(p, limit);
	return p;
}
