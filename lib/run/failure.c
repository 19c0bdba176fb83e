/*
 * failure.c: find the failure that ended a run in its log.
 *
 * One pass over the lines. Python's stack traces are followed frame by
 * frame; what other languages and the system write is recognised by the
 * beginning of a line or by a telling phrase in it. The last failure wins,
 * except that the words of a wrapper (a shell's "exit status 1") never
 * replace an exception.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/frame.h"
#include "base/text.h"
#include "base/utf8.h"
#include "run/failure.h"
#include "run/failure_class.h"
#include "run/log_lines.h"

/* How far a message is to be believed. */
enum trust { NOTHING, HINT, ERROR, EXCEPTION };

struct reader {
	struct failure	*c;
	enum trust	 trust;
	long		 no;		/* of struct log_line */
	struct span	 at;
	const char	*line;
	size_t		 n;
	/* of the Python trace that is being read */
	bool		 inside;
	size_t		 prefix, indent;	/* before `File` */
	char		 frame[160];
	bool		 continued;	/* R: the message is on the next line */
};

/* Copy at most size - 1 bytes, never half a character, and none that a terminal
 * or an editor would obey. */
static void
copy(char *to, size_t size, const char *p, size_t n)
{
	size_t		 i, k;
	uint32_t	 c;

	n = utf8_cut(p, n, size - 1);
	for (i = 0; i < n; i += k) {
		k = utf8_char(p + i, n - i, &c);
		if (k > 0 && utf8_harmful(c))
			*to++ = '?';
		else {
			k = k == 0 ? 1 : k;
			memmove(to, p + i, k);
			to += k;
		}
	}
	*to = '\0';
}

/* `name:line` with the last component of a path. */
static void
set_frame(char to[160], const char *path, size_t n, long line)
{
	size_t	 i = n;

	while (i > 0 && path[i - 1] != '/')
		i--;
	snprintf(to, 160, "%.*s:%ld", (int)(n - i > 120 ? 120 : n - i),
	    path + i, line);
}

static void
report(struct reader *r, enum trust trust, const char *message)
{
	struct failure	*c = r->c;
	size_t		 n = strlen(message);

	if (trust < r->trust)
		return;
	if (trust != EXCEPTION)
		c->frame[0] = '\0';
	r->trust = trust;
	copy(c->message, sizeof(c->message), message, n);
	c->class = failure_judge(message);
	c->line = r->no;
	c->at = r->at;
}

static void
report_error(struct reader *r, const char *message, const char *path, size_t n,
    long line)
{
	report(r, ERROR, message);
	if (ERROR >= r->trust && line > 0 && !frame_library(path, n))
		set_frame(r->c->frame, path, n, line);
}

/* A frame of a Python trace: remember it if it is the user's. */
static bool
python_frame(struct reader *r)
{
	struct frame	 f;
	size_t		 n;

	if (!frame_parse(r->line, r->n, &f))
		return false;
	if (!r->inside)
		r->frame[0] = '\0';
	r->inside = true;
	n = f.at;
	while (n > 0 && r->line[n - 1] == ' ')
		n--;
	r->prefix = n;
	r->indent = f.at - n > 2 ? f.at - n - 2 : 0;
	if (!frame_library(f.path, f.path_len))
		set_frame(r->frame, f.path, f.path_len, f.line);
	return true;
}

/* A line behind a frame: code, or the exception that ends the trace. */
static bool
python_inner(struct reader *r)
{
	const char	*s = r->line + (r->prefix < r->n ? r->prefix : r->n);
	size_t		 in = strspn(s, " \t");

	if (s[in] == '\0')
		return false;
	if (in > r->indent)
		return true;
	r->inside = false;
	report(r, EXCEPTION, s + in);
	/* Without a frame of its own, that of the exception it came from. */
	if (r->frame[0] != '\0')
		copy(r->c->frame, sizeof(r->c->frame), r->frame,
		    strlen(r->frame));
	return true;
}

/* The number in front of `end`, and where the text before it ends: for
 * `path:12` with `end` behind the digits. */
static long
number_before(const char *start, const char *end, const char **path_end)
{
	const char	*p = end;

	while (p > start && p[-1] >= '0' && p[-1] <= '9')
		p--;
	if (p == end || end - p > 9 || p == start || p[-1] != ':')
		return 0;
	*path_end = p - 1;
	return strtol(p, NULL, 10);
}

/* `path:12: ` or `path:12:5: ` in front of `mark`. */
static long
place_before(const char *start, const char *mark, const char **path,
    size_t *n)
{
	const char	*end = NULL, *outer = NULL, *p;
	long		 line, other;

	while (mark > start && (mark[-1] == ' ' || mark[-1] == ':'))
		mark--;
	if ((line = number_before(start, mark, &end)) == 0)
		return 0;
	if ((other = number_before(start, end, &outer)) > 0) {
		line = other;
		end = outer;
	}
	for (p = end; p > start && p[-1] != ' ' && p[-1] != '('; p--)
		;
	*path = p;
	*n = (size_t)(end - p);
	return line;
}

/* C: assertions, compilers, sanitizers and their frames. */
static bool
c_line(struct reader *r)
{
	static const char *const marks[] = { ": runtime error: ",
	    ": fatal error: ", ": error: " };
	const char	*s = r->line, *m, *path = NULL, *q;
	size_t		 i, n = 0;
	long		 line = 0;

	if ((m = strstr(s, ": Assertion `")) != NULL) {
		/* program: file.c:12: function: Assertion `x' failed. */
		for (q = m; q > s && q[-1] != ' '; q--)
			;
		line = place_before(s, q, &path, &n);
		report_error(r, s, path, n, line);
		return true;
	}
	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if ((m = strstr(s, marks[i])) != NULL &&
		    (line = place_before(s, m, &path, &n)) > 0) {
			report_error(r, s, path, n, line);
			return true;
		}
	if ((m = strstr(s, "Sanitizer: ")) != NULL &&
	    strstr(s, "ERROR: ") != NULL) {
		report(r, ERROR, strstr(s, "ERROR: ") + 7);
		return true;
	}
	/* #1 0x4f in main /src/file.c:12:3: the first that is the user's */
	q = s + strspn(s, " ");
	if (*q == '#' && r->trust == ERROR && r->c->frame[0] == '\0' &&
	    strstr(q, " in ") != NULL && strchr(q, '/') != NULL) {
		line = place_before(s, s + r->n, &path, &n);
		if (line > 0 && !frame_library(path, n) &&
		    memmem(path, n, "/sanitizer", 10) == NULL &&
		    memmem(path, n, "libsanitizer", 12) == NULL)
			set_frame(r->c->frame, path, n, line);
		return true;
	}
	return false;
}

/* Julia: `ERROR: LoadError: ..`, then frames `@ Main file.jl:3`. */
static bool
julia_line(struct reader *r)
{
	static const char	 expr[] = "in expression starting at ";
	const char		*s = r->line, *path = NULL;
	size_t			 n = 0;
	long			 line;

	if (strstr(s, ".jl:") == NULL ||
	    (strstr(s, " @ ") == NULL && !text_starts(s, expr)))
		return false;
	line = place_before(s, s + r->n, &path, &n);
	if (r->trust == ERROR && line > 0 && r->c->frame[0] == '\0' &&
	    path[0] != '.' && memmem(path, n, "packages/", 9) == NULL)
		set_frame(r->c->frame, path, n, line);
	return true;
}

/* R's place of an error: `Error in f(x) at file.R#12 : message`. */
static void
r_place(struct reader *r)
{
	const char	*hash = strchr(r->line, '#'), *path;
	long		 line;

	if (hash == NULL || (line = strtol(hash + 1, NULL, 10)) <= 0)
		return;
	for (path = hash; path > r->line && path[-1] != ' '; path--)
		;
	set_frame(r->c->frame, path, (size_t)(hash - path), line);
}

/* The line behind `Error in f(x) : `, which left room for it. */
static void
r_continue(struct reader *r)
{
	const char	*s = r->line + strspn(r->line, " ");
	char		*m = r->c->message;
	size_t		 k = strlen(m);

	r->continued = false;
	m[k++] = ' ';
	copy(m + k, sizeof(r->c->message) - k, s, strlen(s));
	r->c->class = failure_judge(m);
	r->c->at.to = r->at.to;
}

/* R: `Error in f(x) : message`, the message perhaps on the next line. */
static bool
r_line(struct reader *r)
{
	size_t	 k;

	if (!text_starts(r->line, "Error in ") &&
	    !text_starts(r->line, "Error: ") &&
	    !text_starts(r->line, "Error : "))
		return false;
	report(r, ERROR, r->line);
	if (r->trust == ERROR) {
		k = strlen(r->c->message);
		r->continued = r->c->message[k - 1] == ':' &&
		    k + 2 < sizeof(r->c->message);
		r_place(r);
	}
	return true;
}

/* Shells: `script.sh: line 12: x: command not found`. */
static bool
shell_line(struct reader *r)
{
	const char	*s = r->line, *m = strstr(s, ": line ");
	char		*end;
	long		 line;

	if (m == NULL || m == s || memchr(s, ' ', (size_t)(m - s)) != NULL)
		return false;
	line = strtol(m + 7, &end, 10);
	if (end == m + 7 || *end != ':' || line <= 0)
		return false;
	report_error(r, s, s, (size_t)(m - s), line);
	return true;
}

static bool
holds_any(const char *s, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strstr(s, *words) != NULL)
			return true;
	return false;
}

/* What the system, a scheduler or a runtime says without a trace. The end of
 * a process counts more than an exception it survived before. */
static void
other_line(struct reader *r)
{
	static const char *const ends[] = { "Segmentation fault", "Bus error",
		"Illegal instruction", "Fatal Python error:",
		"*** stack smashing", "DUE TO TIME LIMIT", "oom-kill",
		"oom_kill", NULL };
	static const char *const errors[] = { "Floating point exception",
		"terminate called after", "out of memory", "Out of memory",
		"Cannot allocate memory", NULL };
	const char	*s = r->line + strspn(r->line, " ");

	if (strcmp(s, "Killed") == 0 || text_starts(s, "Killed ") ||
	    holds_any(s, ends)) {
		r->c->frame[0] = '\0';
		report(r, EXCEPTION, s);
	} else if (text_starts(s, "ERROR: ") || text_starts(s, "error: ") ||
	    text_starts(s, "fatal: ") || text_starts(s, "FATAL") ||
	    holds_any(s, errors))
		report(r, ERROR, s);
	else if (failure_is_error_line(s) || text_starts(s, "Aborted"))
		report(r, HINT, s);
}

/* A line is an exception of its own: `ValueError: ..` without a trace. */
static bool
bare_exception(const char *s)
{
	size_t	 n = strspn(s, "abcdefghijklmnopqrstuvwxyz_."
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

	return n > 5 && (s[n] == ':' || s[n] == '\0') &&
	    ((n > 5 && memcmp(s + n - 5, "Error", 5) == 0 && n > 6) ||
	    (n > 9 && memcmp(s + n - 9, "Exception", 9) == 0));
}

static void
one_line(struct reader *r)
{
	if (r->n == 0)
		return;
	if (r->continued) {
		r_continue(r);
		return;
	}
	if (strstr(r->line, "Traceback (most recent call last)") != NULL) {
		/* The first of a chain has no frame yet to lend. */
		r->inside = false;
		return;
	}
	if (python_frame(r))
		return;
	if (r->inside && python_inner(r))
		return;
	if (r_line(r) || julia_line(r) || c_line(r) || shell_line(r))
		return;
	if (bare_exception(r->line)) {
		report(r, ERROR, r->line);
		return;
	}
	other_line(r);
}

static void
read_line(void *ctx, const struct log_line *l)
{
	struct reader	*r = ctx;

	r->no = l->no;
	r->at = l->at;
	r->line = l->text;
	r->n = l->n;
	one_line(r);
}

bool
failure_find(const char *log, size_t n, struct failure *c)
{
	struct reader	 r = { .c = c };

	*c = (struct failure){ .class = FAILURE_OTHER };
	log_lines(log, n, read_line, &r);
	return r.trust != NOTHING;
}
