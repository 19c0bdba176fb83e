/*
 * csv.c: reading csv files with libcsv.
 *
 * The file is read in chunks, so that looking at the head of a large one
 * costs little. Every string goes into one arena; as long as that grows, the
 * cells hold offsets into it, which become pointers at the end.
 *
 * Which part of RFC 4180 is bent: libcsv takes a quote inside a field as it
 * stands, and drops blanks around fields that are not quoted. A quote that
 * opens a field and never closes it swallows the lines below; when faults are
 * mended the file is read again with the quotes of that line as letters.
 */
#include <csv.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/csv_internal.h"
#include "base/utf8.h"

#define CHUNK	(64u << 10)
#define LONGEST	(1u << 20)	/* field that may lack its closing quote */
#define PASSES	8

/* State of one reading; the callbacks of libcsv cannot stop the parser, they
 * note why in `st` or `full` and do nothing from then on. */
struct reader {
	struct csv	*c;
	struct csv_faults *f;		/* NULL: refuse them */
	bool		 keep_wide;
	struct buf	 arena;
	size_t		 kept;		/* arena bytes of finished rows */
	size_t		 head;		/* arena bytes of the header */
	size_t		 ncells, cells_cap;
	size_t		 lines_cap;
	size_t		 width;		/* fields of the current row so far */
	size_t		 named;		/* columns up to the last with a name */
	size_t		 max_rows;
	long		 line;		/* where the parser is */
	long		 row_line;	/* where the current row started */
	struct csv_watch watch;		/* of its quotes; with f only */
	int		 last_end;	/* the row's end that came last */
	size_t		 rows, returns;	/* line ends, and those by CR alone */
	bool		 header;	/* has been read */
	bool		 filled;	/* the row has a value */
	bool		 excess;	/* fields beyond the header have */
	bool		 full;
	const char	*name;
	struct hcc_err	*e;
	enum hcc_status	 st;
};

static bool
grow(void *array, size_t *cap, size_t n, size_t size)
{
	void	*p, **a = array;
	size_t	 want = *cap == 0 ? 64 : *cap * 2;

	if (n < *cap)
		return true;
	if ((p = reallocarray(*a, want, size)) == NULL)
		return false;
	*a = p;
	*cap = want;
	return true;
}

/* One more cell. What is not UTF-8 becomes so. */
static void
keep(struct reader *r, const char *s, size_t n)
{
	size_t	 start = r->arena.len, i;

	if (!grow(&r->c->cells, &r->cells_cap, r->ncells, sizeof(char *))) {
		r->st = err_nomem(r->e);
		return;
	}
	if (utf8_valid(s, n))
		buf_add(&r->arena, s, n);
	else {
		utf8_add_1252(&r->arena, s, n);
		r->c->recoded++;
	}
	buf_addc(&r->arena, '\0');
	if (!buf_ok(&r->arena)) {
		r->st = err_nomem(r->e);
		return;
	}
	for (i = start; r->watch.n > 0 && i < r->arena.len; i++)
		if (r->arena.p[i] == CSV_LETTER)
			r->arena.p[i] = '"';
	r->c->cells[r->ncells++] = (char *)(uintptr_t)start;
}

static void
on_field(void *p, size_t n, void *data)
{
	struct reader	*r = data;
	const char	*nl, *s = n == 0 ? "" : p;

	if (r->st != HCC_OK || r->full)
		return;
	if (r->width++ == 0) {
		r->row_line = r->line;
		r->filled = r->excess = false;
	}
	r->filled = r->filled || n > 0;
	if (!r->header || r->width <= r->c->ncols)
		keep(r, s, n);
	else
		r->excess = r->excess || n > 0;
	r->last_end = 0;
	/* Quoted fields may span lines. */
	for (; n > 0 && (nl = memchr(s, '\n', n)) != NULL; r->line++) {
		n -= (size_t)(nl - s) + 1;
		s = nl + 1;
	}
}

/* The first row becomes the names. */
static void
end_header(struct reader *r)
{
	struct csv	*c = r->c;

	c->ncols = r->width;
	c->names = c->cells;
	c->cells = NULL;
	r->ncells = r->cells_cap = 0;
	r->head = r->kept = r->arena.len;
	r->header = true;
	for (r->named = c->ncols; r->named > 1 && r->arena.p[(uintptr_t)
	    c->names[r->named - 1]] == '\0';)
		r->named--;
}

/* Does the row, whose cells are the last ones, repeat the header? */
static bool
is_header(const struct reader *r)
{
	const struct csv	*c = r->c;
	const char		*at = r->arena.p;
	size_t			 i;

	for (i = 0; i < c->ncols; i++)
		if (strcmp(at + (uintptr_t)c->cells[r->ncells - c->ncols + i],
		    at + (uintptr_t)c->names[i]) != 0)
			return false;
	return true;
}

/* Forget the cells of the current row. */
static bool
leave_out(struct reader *r, struct csv_fault *f)
{
	size_t	 have = r->width < r->c->ncols ? r->width : r->c->ncols;

	csv_count(f, r->row_line);
	r->ncells -= have;
	r->arena.len = r->kept;
	return false;
}

/* Make the row fit; false when it is left out. */
static bool
mend_row(struct reader *r)
{
	struct csv_faults	*f = r->f;
	size_t			 n = r->c->ncols;

	if (!r->filled && n > 1)
		return leave_out(r, &f->empty);
	if (r->width > n && r->excess) {
		if (r->line > r->row_line)
			csv_suspect(&r->watch, r->row_line);
		if (!r->keep_wide)
			return leave_out(r, &f->wide);
		csv_count(&f->wide, r->row_line);
	} else if (r->width > n)
		csv_count(&f->trailing, r->row_line);
	else if (r->width < r->named)
		csv_count(&f->thin, r->row_line);
	for (; r->width < n && r->st == HCC_OK; r->width++)
		keep(r, "", 0);
	if (r->st == HCC_OK && n > 1 && is_header(r))
		return leave_out(r, &f->headers);
	return r->st == HCC_OK;
}

static bool
check_row(struct reader *r)
{
	const struct csv	*c = r->c;

	if (r->f != NULL)
		return mend_row(r);
	if (r->width == c->ncols)
		return true;
	r->st = err_set(r->e, HCC_INPUT, "read '%s': line %ld: number of "
	    "fields is %zu, in the header %zu; the separator is '%s', fields "
	    "that hold it need quotes", r->name, r->row_line, r->width,
	    c->ncols, c->sep == '\t' ? "tab" : (char[]){ c->sep, '\0' });
	return false;
}

static void
end_data(struct reader *r)
{
	struct csv	*c = r->c;

	if (!check_row(r))
		return;
	if (r->max_rows > 0 && c->nrows == r->max_rows)
		r->full = true;
	else if (!grow(&c->lines, &r->lines_cap, c->nrows, sizeof(long)))
		r->st = err_nomem(r->e);
	else {
		c->lines[c->nrows++] = r->row_line;
		r->kept = r->arena.len;
	}
}

static void
on_row(int end, void *data)
{
	struct reader	*r = data;

	if (r->st != HCC_OK || r->full)
		return;
	if (r->width > 0 && r->header)
		end_data(r);
	else if (r->width > 0)
		end_header(r);
	r->width = 0;
	/* libcsv sees the two bytes of CRLF as a row's end and a blank line. */
	if (end == CSV_LF && r->last_end == CSV_CR)
		r->returns--;
	else {
		r->line++;
		r->rows++;
		r->returns += end == CSV_CR;
	}
	r->last_end = end;
}

/* First chunk: what it is, mark and separator. Returns the bytes to skip. */
static size_t
begin(struct reader *r, struct csv_parser *p, const char *s, size_t n)
{
	const char	*why = csv_foreign(s, n);
	size_t		 skip;

	if (why != NULL)
		r->st = err_set(r->e, HCC_INPUT, "read '%s': it %s", r->name,
		    why);
	skip = csv_preamble(s, n, r->f != NULL, &r->c->sep);
	csv_set_delim(p, (unsigned char)r->c->sep);
	return skip;
}

/* Leave NUL bytes out; returns how many bytes there are then. */
static size_t
drop_nuls(struct reader *r, char *s, size_t n)
{
	size_t	 i, to = 0;
	long	 line = r->line;	/* of the chunk's first byte */

	for (i = 0; i < n; i++) {
		line += s[i] == '\n';
		if (s[i] == '\0')
			csv_count(&r->f->nuls, line);
		else
			s[to++] = s[i];
	}
	return to;
}

static void
feed(struct reader *r, struct csv_parser *p, char *s, size_t n)
{
	const char	*nul = memchr(s, '\0', n);
	size_t		 len = nul == NULL ? n : (size_t)(nul - s);

	if (r->f != NULL) {
		len = nul == NULL ? n : drop_nuls(r, s, n);
		nul = NULL;
		csv_watch_quotes(&r->watch, r->c->sep, s, len);
	}
	if (csv_parse(p, s, len, on_field, on_row, r) != len)
		r->st = err_nomem(r->e);
	else if (nul != NULL && r->st == HCC_OK && !r->full)
		r->st = err_set(r->e, HCC_INPUT, "read '%s': line %ld holds a "
		    "NUL byte; this is no csv file", r->name, r->line);
}

/* Read from the descriptor and parse until the end, a failure or a limit. */
static void
pump(struct reader *r, struct csv_parser *p, int fd, size_t max)
{
	char	*chunk;
	size_t	 total = 0, skip;
	ssize_t	 n = 0;

	if ((chunk = malloc(CHUNK)) == NULL) {
		r->st = err_nomem(r->e);
		return;
	}
	while (r->st == HCC_OK && !r->full) {
		if ((n = read(fd, chunk, CHUNK)) == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		if (max > 0 && (size_t)n > max - total) {
			n = (ssize_t)(max - total);
			r->c->truncated = true;
		}
		skip = total == 0 ? begin(r, p, chunk, (size_t)n) : 0;
		total += (size_t)n;
		if (r->st == HCC_OK)
			feed(r, p, chunk + skip, (size_t)n - skip);
		if (r->c->truncated)
			break;
	}
	if (n == -1)
		r->st = err_errno(r->e, "read '%s'", r->name);
	free(chunk);
}

/* The last row may lack its newline, but not the end of a quoted field. */
static void
finish(struct reader *r, struct csv_parser *p)
{
	long	 line = r->width > 0 ? r->row_line : r->line;

	if (r->st != HCC_OK || r->full)
		return;
	if (r->c->truncated) {
		if (p->quoted && p->entry_pos > LONGEST)
			csv_suspect(&r->watch, r->watch.open_line);
		return;
	}
	csv_set_opts(p, (unsigned char)(csv_get_opts(p) | CSV_STRICT |
	    CSV_STRICT_FINI));
	if (csv_fini(p, on_field, on_row, r) == 0 || r->st != HCC_OK)
		return;
	if (csv_error(p) != CSV_EPARSE) {
		r->st = err_nomem(r->e);
		return;
	}
	csv_suspect(&r->watch, r->watch.open_line);
	r->st = err_set(r->e, HCC_INPUT, "read '%s': the row at line %ld "
	    "opens a quote that never ends", r->name, line);
}

/* Offsets become pointers; names lose the blanks that quotes protected. */
static void
settle(struct reader *r)
{
	struct csv	*c = r->c;
	size_t		 i, n;
	char		*s;

	if (r->st == HCC_OK && !r->header)
		r->st = err_set(r->e, HCC_INPUT, "read '%s': %s", r->name,
		    c->truncated ? "the header does not end" : "it is empty");
	if (r->st != HCC_OK)
		return;
	c->truncated |= r->full;
	c->bytes = r->kept < r->head ? 0 : r->kept - r->head;
	c->arena = buf_detach(&r->arena);
	for (i = 0; i < c->ncols; i++) {
		s = c->arena + (uintptr_t)c->names[i];
		s += strspn(s, " \t");
		for (n = strlen(s); n > 0 && strchr(" \t", s[n - 1]); n--)
			s[n - 1] = '\0';
		c->names[i] = s;
	}
	for (i = 0; i < c->nrows * c->ncols; i++)
		c->cells[i] = c->arena + (uintptr_t)c->cells[i];
	r->st = csv_settle_names(c, r->name, r->f, r->e);
	if (r->f != NULL)
		r->f->returns = r->rows > 1 && r->returns * 2 > r->rows;
}

static void
read_once(struct reader *r, int fd, size_t max_bytes)
{
	struct csv_parser	 p;

	memset(r->c, 0, sizeof(*r->c));
	if (csv_init(&p, CSV_REPALL_NL) != 0) {
		r->st = err_set(r->e, HCC_INTERNAL, "libcsv does not start");
		return;
	}
	csv_set_blk_size(&p, 4096);
	pump(r, &p, fd, max_bytes);
	finish(r, &p);
	settle(r);
	csv_free(&p);
	buf_release(&r->arena);
	if (r->st != HCC_OK)
		csv_release(r->c);
}

enum hcc_status
csv_read_fd(int fd, const char *name, size_t max_rows, size_t max_bytes,
    struct csv *c, struct hcc_err *e)
{
	struct reader	 r = { .c = c, .line = 1, .row_line = 1,
			    .max_rows = max_rows, .name = name, .e = e };

	read_once(&r, fd, max_bytes);
	return r.st;
}

/* All but the mark and blank lines, which every reader of csv takes. */
static bool
any_fault(const struct csv *c, const struct csv_faults *f)
{
	return f->thin.n + f->wide.n + f->trailing.n + f->empty.n +
	    f->headers.n + f->nuls.n + f->quotes.n + f->renamed +
	    f->nameless + c->recoded > 0 || f->returns;
}

enum hcc_status
csv_mend_fd(int fd, const char *name, size_t max_bytes, bool keep_wide,
    struct csv *c, struct csv_faults *f, struct hcc_err *e)
{
	struct reader	 r = { .watch.n = 0 };
	off_t		 start = lseek(fd, 0, SEEK_CUR);
	enum hcc_status	 st;
	size_t		 pass, known;

	for (pass = 0;; pass++) {
		r = (struct reader){ .c = c, .f = f, .keep_wide = keep_wide,
		    .line = 1, .row_line = 1, .watch = r.watch, .name = name,
		    .e = e };
		csv_watch_begin(&r.watch);
		known = r.watch.n;
		*f = (struct csv_faults){ .quotes = { known,
		    known > 0 ? r.watch.suspect[0] : 0 } };
		read_once(&r, fd, max_bytes);
		st = r.st;
		if (r.watch.n == known || pass == PASSES || start == -1 ||
		    lseek(fd, start, SEEK_SET) == -1)
			break;
		csv_release(c);
	}
	if (st == HCC_OK && (st = csv_judge(c, name, f, e)) != HCC_OK)
		csv_release(c);
	f->found = st == HCC_OK && any_fault(c, f);
	return st;
}

enum hcc_status
csv_read_head(int dir, const char *path, size_t max_rows, size_t max_bytes,
    struct csv *c, struct hcc_err *e)
{
	enum hcc_status	 st;
	int		 fd;

	memset(c, 0, sizeof(*c));
	if ((fd = openat(dir, path, O_RDONLY | O_CLOEXEC)) == -1)
		return err_errno(e, "open '%s'", path);
	st = csv_read_fd(fd, path, max_rows, max_bytes, c, e);
	close(fd);
	return st;
}

enum hcc_status
csv_read(int dir, const char *path, size_t max_rows, struct csv *c,
    struct hcc_err *e)
{
	return csv_read_head(dir, path, max_rows, 0, c, e);
}
