/*
 * csv_reader.c: from bytes to rows.
 *
 * A row is first scanned, which notes where its fields are, and only then cut
 * into strings in place. So it can be scanned again: from its start when the
 * buffer ends within it, and with the quotes of a line as letters when one of
 * them opens a field that it does not close. Such a quote swallows lines up to
 * the next quote at the end of a field. Well-formed files double the quotes
 * within a field: one that stands alone behind a separator, on another line
 * than the field began, opens a field of another row.
 *
 * Which part of RFC 4180 is bent: a quote inside a field that does not begin
 * with one is a letter, so is one that is followed by more than blanks, and
 * blanks around fields that are not quoted are dropped.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/csv_internal.h"
#include "base/mem.h"
#include "base/utf8.h"

#define LONGEST	(16u << 20)	/* field that may lack its closing quote */

struct csv_span {
	size_t	 at, n;		/* from the start of the row */
	bool	 quoted, escaped, high;
};

enum scan { SCAN_ROW, SCAN_MORE, SCAN_END, SCAN_OPEN, SCAN_AGAIN };

static bool
is_letter(const struct csv_reader *r, long line)
{
	size_t	 i;

	for (i = 0; i < r->nletters; i++)
		if (r->letters[i] == line)
			return true;
	return false;
}

/* From now on the quotes of this line are letters; false: they were. */
static bool
suspect(struct csv_reader *r, long line)
{
	if (r->nletters == sizeof(r->letters) / sizeof(r->letters[0]) ||
	    is_letter(r, line))
		return false;
	r->letters[r->nletters++] = line;
	return true;
}

static long
newlines(const char *s, const char *end)
{
	long	 n = 0;

	for (; (s = memchr(s, '\n', (size_t)(end - s))) != NULL; s++)
		n++;
	return n;
}

/* A quoted field whose first byte is *at. Leaves *at at the byte that ends
 * the field; *line counts on. */
static enum scan
quoted(struct csv_reader *r, char **at, struct csv_span *f, long *line)
{
	char	*p = *at, *end = r->buf + r->len, *q, *t;
	long	 opened = *line;

	for (;; p = q + 1) {
		q = memchr(p, '"', (size_t)(end - p));
		*line += newlines(p, q == NULL ? end : q);
		if (q == NULL || (q + 1 == end && !r->eof)) {
			*line = opened;
			return r->eof || (r->o.repair && (size_t)(end - *at) >
			    LONGEST) ? SCAN_OPEN : SCAN_MORE;
		}
		if (q[1] == '"' && q + 1 < end) {
			f->escaped = true;
			q++;
			continue;
		}
		for (t = q + 1; t < end && *t == ' '; t++)
			continue;
		if (t == end && !r->eof)
			return SCAN_MORE;
		if (r->stop[(unsigned char)*t]) {
			f->n = (size_t)(q - *at);
			f->quoted = f->high = true;
			*at = t;
			return SCAN_ROW;
		}
		if (r->o.repair && *line > opened && q[-1] == r->sep &&
		    suspect(r, opened))
			return SCAN_AGAIN;
	}
}

/* Blanks around words are a fault, around numbers none reads them. */
static bool
is_word(const char *s)
{
	return !isdigit((unsigned char)*s) && strchr("+-.", *s) == NULL;
}

/* The byte that ends a field; *high: some byte before it is not ASCII. */
#ifdef __SSE2__
static inline char *
field_end(const struct csv_reader *r, char *p, bool *high)
{
	__m128i		 sep = _mm_set1_epi8(r->sep), v, hit;
	__m128i		 nl = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');
	unsigned	 ends, not_ascii;

	for (;; p += 16) {
		v = _mm_loadu_si128((const __m128i *)(const void *)p);
		hit = _mm_or_si128(_mm_cmpeq_epi8(v, sep), _mm_or_si128(
		    _mm_cmpeq_epi8(v, nl), _mm_cmpeq_epi8(v, cr)));
		ends = (unsigned)_mm_movemask_epi8(hit);
		not_ascii = (unsigned)_mm_movemask_epi8(v);
		if (ends == 0) {
			*high = *high || not_ascii != 0;
			continue;
		}
		/* Bytes before the lowest hit. */
		*high = *high || (not_ascii & (ends - 1) & ~ends) != 0;
		return p + __builtin_ctz(ends);
	}
}
#else
static inline char *
field_end(const struct csv_reader *r, char *p, bool *high)
{
	unsigned	 all = 0;

	while (!r->stop[(unsigned char)*p])
		all |= (unsigned char)*p++;
	*high = (all & 0x80) != 0;
	return p;
}
#endif

/* A field that is not quoted; *at moves to the byte that ends it. */
static inline void
plain(struct csv_reader *r, char **at, bool blank, struct csv_span *f)
{
	bool		 high = false;
	char		*p = field_end(r, *at, &high), *q;

	for (q = p; q > *at && (q[-1] == ' ' || q[-1] == '\t'); q--)
		continue;
	f->n = (size_t)(q - *at);
	f->high = high;
	if ((blank || q < p) && q > *at && is_word(*at))
		r->padded = true;
	*at = p;
}

/* Behind the end of a row; NULL: more bytes are needed to tell. */
static char *
line_end(struct csv_reader *r, char *p)
{
	const char	*end = r->buf + r->len;

	if (p == end)
		return p;
	if (*p != '\r')
		return p + 1;
	if (p + 1 == end && !r->eof)
		return NULL;
	if (p + 1 < end && p[1] == '\n')
		return p + 2;
	r->faults.returns++;
	return p + 1;
}

/* Find the fields of the row at r->at; *end is where the next one starts,
 * *line the line of it. */
static enum scan
scan_row(struct csv_reader *r, size_t *next, long *line)
{
	char		*p = r->buf + r->at, *row = p, *end = r->buf + r->len;
	struct csv_span	*f;
	enum scan	 s;

	/* The byte behind the last row may be gone: it ended a string. */
	if (p == end)
		return r->eof ? SCAN_END : SCAN_MORE;
	*line = r->next_line;
	r->padded = false;
	for (r->nspans = 0;; p++) {
		char	*start = p;

		if (r->nspans == r->spans_cap)
			grow(&r->spans, &r->spans_cap, r->nspans + 1,
			    sizeof(*r->spans));
		f = &r->spans[r->nspans++];
		while (*p == ' ' || (*p == '\t' && r->sep != '\t'))
			p++;
		*f = (struct csv_span){ .at = (size_t)(p - row) };
		if (*p == '"' && p < end && !is_letter(r, *line)) {
			p++;
			f->at++;
			if ((s = quoted(r, &p, f, line)) != SCAN_ROW)
				return s;
		} else
			plain(r, &p, p > start, f);
		if (p == end && !r->eof)
			return SCAN_MORE;
		if (p == end || *p != r->sep)
			break;
	}
	if (p == end && r->nspans == 1 && f->n == 0 && !f->quoted)
		return SCAN_END;
	if ((p = line_end(r, p)) == NULL)
		return SCAN_MORE;
	++*line;
	*next = (size_t)(p - r->buf);
	return SCAN_ROW;
}

static enum hcc_status
open_quote(struct csv_reader *r, struct hcc_err *e)
{
	return err_set(e, HCC_INPUT, "read '%s': the row at line %ld opens a "
	    "quote that never ends", r->name, r->next_line);
}

bool
csv_overfull(const struct csv_reader *r)
{
	size_t	 i;

	for (i = r->ncols; i < r->nspans; i++)
		if (r->spans[i].n > 0)
			return true;
	return false;
}

/* The next row that is no blank line, as spans. */
static enum hcc_status
find_row(struct csv_reader *r, size_t *next, long *line, struct hcc_err *e)
{
	enum hcc_status	 st;
	size_t		 returns = r->faults.returns;

	for (;;) {
		r->faults.returns = returns;
		switch (scan_row(r, next, line)) {
		case SCAN_MORE:
			if ((st = csv_fill(r, e)) != HCC_OK)
				return st;
			continue;
		case SCAN_OPEN:
			if (!r->o.repair || !suspect(r, *line))
				return open_quote(r, e);
			continue;
		case SCAN_AGAIN:
			continue;
		case SCAN_END:
			return HCC_NONE;
		case SCAN_ROW:
			break;
		}
		if (r->nspans == 1 && r->spans[0].n == 0 &&
		    !r->spans[0].quoted) {
			r->at = *next;
			r->next_line = *line;
			returns = r->faults.returns;
			continue;
		}
		if (r->ncols > 0 && r->o.repair && *line > r->next_line + 1 &&
		    csv_overfull(r) && suspect(r, r->next_line))
			continue;
		return HCC_OK;
	}
}

/* Take the doubling off the quotes of a field; returns its length. */
static size_t
undouble(char *s, size_t n)
{
	size_t	 i, to = 0;

	for (i = 0; i < n; i++) {
		s[to++] = s[i];
		if (s[i] == '"' && i + 1 < n && s[i + 1] == '"')
			i++;
	}
	return to;
}

/* What is not UTF-8 is taken for Windows-1252. */
static void
recode(struct csv_reader *r, size_t i)
{
	size_t	 start = r->recoded.len;

	utf8_add_1252(&r->recoded, r->cells[i], r->lens[i]);
	buf_addc(&r->recoded, '\0');
	csv_count(&r->faults.recoded, r->line);
	r->cells[i] = r->recoded.p + start;
	r->lens[i] = r->recoded.len - start - 1;
}

/* Cut the row, of so many bytes, into strings; no more than columns. */
static void
cut_row(struct csv_reader *r, size_t bytes)
{
	char		*row = r->buf + r->at;
	struct csv_span	*f = r->spans;
	size_t		 i, n = r->nspans < r->ncols ? r->nspans : r->ncols;

	buf_reset(&r->recoded);
	for (i = 0; i < n; i++, f++) {
		r->cells[i] = row + f->at;
		r->lens[i] = f->escaped ? undouble(row + f->at, f->n) : f->n;
		r->cells[i][r->lens[i]] = '\0';
		if (!f->high || utf8_valid(r->cells[i], r->lens[i]))
			continue;
		/* No later cell may move the earlier ones. */
		if (r->recoded.len == 0)
			(void)buf_reserve(&r->recoded, bytes * 3 + n);
		recode(r, i);
	}
}

static enum hcc_status
check_width(const struct csv_reader *r, struct hcc_err *e)
{
	if (r->nspans == r->ncols)
		return HCC_OK;
	return err_set(e, HCC_INPUT, "read '%s': line %ld: number of fields "
	    "is %zu, in the header %zu; the separator is '%s', fields that "
	    "hold it need quotes", r->name, r->line, r->nspans, r->ncols,
	    r->sep == '\t' ? "tab" : (char[]){ r->sep, '\0' });
}

/* Lines whose quotes were letters are a fault of this row. */
static void
end_letters(struct csv_reader *r)
{
	size_t	 i;

	for (i = 0; i < r->nletters; i++)
		if (r->letters[i] < r->next_line)
			csv_count(&r->faults.quotes, r->letters[i]);
	for (i = 0; i < r->nletters;)
		if (r->letters[i] < r->next_line)
			r->letters[i] = r->letters[--r->nletters];
		else
			i++;
}

static enum hcc_status
read_row(struct csv_reader *r, struct hcc_err *e)
{
	size_t		 next;
	long		 line;
	enum hcc_status	 st;

	if ((st = find_row(r, &next, &line, e)) != HCC_OK)
		return st;
	r->line = r->next_line;
	if (!r->o.repair && (st = check_width(r, e)) != HCC_OK)
		return st;
	cut_row(r, next - r->at);
	r->at = next;
	r->next_line = line;
	r->ends++;
	if (r->nletters > 0)
		end_letters(r);
	return HCC_OK;
}

enum hcc_status
csv_next(struct csv_reader *r, struct hcc_err *e)
{
	enum hcc_status	 st;

	while ((st = read_row(r, e)) == HCC_OK) {
		if (r->o.repair && !csv_fit_row(r))
			continue;
		r->rows++;
		return HCC_OK;
	}
	if (st == HCC_NONE && r->o.repair &&
	    csv_judge(r, e) != HCC_OK)
		return HCC_INPUT;
	return st;
}

/* Room for the cells of a row as wide as the one just found. */
static void
begin_rows(struct csv_reader *r)
{
	r->ncols = r->nspans;
	r->cells = mem_zero(r->ncols + 1, sizeof(*r->cells));
	r->lens = mem_zero(r->ncols + 1, sizeof(*r->lens));
	r->names = mem_zero(r->ncols + 1, sizeof(*r->names));
}

static void
number_columns(struct csv_reader *r)
{
	size_t	 i, at = 0;

	(void)buf_reserve(&r->name_text, r->ncols * 24);
	for (i = 0; i < r->ncols; i++, at = r->name_text.len) {
		buf_addf(&r->name_text, "c%zu", i + 1);
		buf_addc(&r->name_text, '\0');
		r->names[i] = r->name_text.p + at;
	}
	r->named = r->ncols;
}

static enum hcc_status
read_header(struct csv_reader *r, struct hcc_err *e)
{
	size_t		 next;
	long		 line;
	enum hcc_status	 st;

	if ((st = find_row(r, &next, &line, e)) == HCC_NONE)
		return err_set(e, HCC_INPUT, "read '%s': it is empty", r->name);
	if (st != HCC_OK)
		return st;
	begin_rows(r);
	if (r->o.no_header) {
		number_columns(r);
		return HCC_OK;
	}
	cut_row(r, next - r->at);
	r->faults.trimmed = r->padded;
	r->line = r->next_line;
	r->at = next;
	r->next_line = line;
	r->nletters = 0;
	return csv_take_names(r, e);
}

enum hcc_status
csv_open(struct csv_reader *r, int fd, const char *name,
    const struct csv_options *o, struct hcc_err *e)
{
	enum hcc_status	 st;

	*r = (struct csv_reader){ .fd = fd, .name = name, .next_line = 1,
	    .sep = ',' };
	if (o != NULL)
		r->o = *o;
	st = csv_fill(r, e);
	if (st == HCC_OK) {
		r->stop['\n'] = r->stop['\r'] = true;
		r->stop[(unsigned char)r->sep] = true;
		st = read_header(r, e);
	}
	if (st != HCC_OK)
		csv_close(r);
	return st;
}

void
csv_close(struct csv_reader *r)
{
	free(r->names);
	free(r->cells);
	free(r->lens);
	free(r->buf);
	free(r->spans);
	buf_release(&r->recoded);
	buf_release(&r->name_text);
	*r = (struct csv_reader){ .fd = -1 };
}

long
csv_reader_column(const struct csv_reader *r, const char *name)
{
	size_t	 i;

	for (i = 0; i < r->ncols; i++)
		if (strcmp(r->names[i], name) == 0)
			return (long)i;
	return -1;
}
