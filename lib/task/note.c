/*
 * note.c: the phase note, out and in.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/utf8.h"
#include "base/yaml.h"
#include "task/note.h"
#include "task/plan.h"

static const char *const columns[] = { "suggestion", "status", "score",
    "delta", "seconds", "title", "cause" };
#define NCOLUMNS (sizeof(columns) / sizeof(columns[0]))

/* One line of text, of a log perhaps: nothing that a terminal obeys, no line
 * breaks, and in a table no bars. */
static void
add_text(struct buf *b, const char *s, char bar)
{
	struct buf	 plain = BUF_INIT;
	const char	*p;

	utf8_add_plain(&plain, s, strlen(s));
	for (p = buf_str(&plain); *p != '\0'; p++)
		buf_addc(b, *p == '|' ? bar : *p == '\n' || *p == '\t' ?
		    ' ' : *p);
	buf_release(&plain);
}

static void
add_cell(struct buf *b, const char *s)
{
	add_text(b, s, '/');
	buf_adds(b, " | ");
}

static void
add_number(struct buf *b, jv row, const char *key, const char *fmt)
{
	double	 d = json_num(row, key, NAN);
	char	 s[40] = "-";

	if (isfinite(d))
		snprintf(s, sizeof(s), strcmp(fmt, "+") == 0 ? "%+.6g" :
		    strcmp(fmt, "s") == 0 ? "%.1f" : "%.6g", d);
	add_cell(b, s);
}

static void
add_results(struct buf *b, jv rows)
{
	size_t	 c;
	int	 i;
	jv	 r;

	buf_adds(b, "## Results\n|");
	for (c = 0; c < NCOLUMNS; c++)
		buf_addf(b, " %s |", columns[c]);
	buf_adds(b, "\n|---|---|---|---|---|---|---|\n");
	for (i = 0; i < jv_array_length(jv_copy(rows)); i++) {
		r = jv_array_get(jv_copy(rows), i);
		buf_adds(b, "| ");
		add_cell(b, json_str(r, "id", "?"));
		add_cell(b, json_str(r, "status", "?"));
		add_number(b, r, "score", "g");
		add_number(b, r, "delta", "+");
		add_number(b, r, "seconds", "s");
		add_cell(b, json_str(r, "title", ""));
		add_cell(b, json_str(r, "cause", ""));
		while (b->len > 0 && b->p[b->len - 1] == ' ')
			b->p[--b->len] = '\0';
		buf_addc(b, '\n');
		jv_free(r);
	}
}

static void
add_judgements(struct buf *b, jv list)
{
	int	 i, k;
	jv	 j, ev, id;

	buf_adds(b, "\n## Judgements\n");
	for (i = 0; i < jv_array_length(jv_copy(list)); i++) {
		j = jv_array_get(jv_copy(list), i);
		buf_addf(b, "- %s: ", json_str(j, "verdict", "inconclusive"));
		add_text(b, json_str(j, "claim", ""), '|');
		ev = json_get(j, "evidence");
		for (k = 0; jv_get_kind(ev) == JV_KIND_ARRAY &&
		    k < jv_array_length(jv_copy(ev)); k++) {
			id = jv_array_get(jv_copy(ev), k);
			buf_adds(b, k == 0 ? " [" : ", ");
			add_text(b, jv_get_kind(id) == JV_KIND_STRING ?
			    jv_string_value(id) : "?", '|');
			jv_free(id);
		}
		if (k > 0)
			buf_addc(b, ']');
		buf_adds(b, json_bool(j, "verified", false) ?
		    " verified\n" : " unverified\n");
		jv_free(ev);
		jv_free(j);
	}
}

static void
add_list(struct buf *b, const char *title, jv list)
{
	int	 i;
	jv	 s;

	buf_addf(b, "\n## %s\n", title);
	for (i = 0; jv_get_kind(list) == JV_KIND_ARRAY &&
	    i < jv_array_length(jv_copy(list)); i++) {
		s = jv_array_get(jv_copy(list), i);
		if (jv_get_kind(s) == JV_KIND_STRING) {
			buf_adds(b, "- ");
			add_text(b, jv_string_value(s), '|');
			buf_addc(b, '\n');
		}
		jv_free(s);
	}
	jv_free(list);
}

void
note_format(struct buf *b, jv note)
{
	static const char *const order[] = { "phase", "brain", "model",
	    "source", "tokens_before", "tokens_after", NULL };
	static const char *const body[] = { "results", "judgements", "rules",
	    "next", "text" };
	jv	 meta = jv_copy(note), v;
	size_t	 i;

	for (i = 0; i < sizeof(body) / sizeof(body[0]); i++)
		meta = jv_object_delete(meta, jv_string(body[i]));
	yaml_emit(b, meta, order);
	jv_free(meta);
	v = json_get(note, "results");
	add_results(b, v);
	jv_free(v);
	v = json_get(note, "judgements");
	add_judgements(b, v);
	jv_free(v);
	add_list(b, "Rules", json_get(note, "rules"));
	add_list(b, "Next", json_get(note, "next"));
}

/* Blanks at both ends removed. */
static jv
trimmed(const char *s, size_t n)
{
	while (n > 0 && isspace((unsigned char)s[n - 1]))
		n--;
	while (n > 0 && isspace((unsigned char)*s))
		s++, n--;
	return jv_string_sized(s, (int)n);
}

/* A string (consumed) as the number it spells, or null. */
static jv
to_number(jv v)
{
	const char	*s = jv_string_value(v);
	char		*end;
	double		 d = strtod(s, &end);
	bool		 good = end != s && *end == '\0' && isfinite(d);

	jv_free(v);
	return good ? jv_number(d) : jv_null();
}

static jv
parse_row(const char *s, size_t n)
{
	const char	*end = s + n, *bar;
	jv		 row = jv_object(), v;
	size_t		 c;

	for (c = 0, s++; c < NCOLUMNS && s < end; c++, s = bar + 1) {
		if ((bar = memchr(s, '|', (size_t)(end - s))) == NULL)
			bar = end;
		v = trimmed(s, (size_t)(bar - s));
		if (c >= 2 && c <= 4)
			v = to_number(v);
		row = json_put(row, c == 0 ? "id" : columns[c], v);
	}
	return row;
}

/* The references between two brackets, "a, b"; an invalid value when it is
 * something else that a claim ends with. */
static jv
parse_references(const char *s, size_t n)
{
	const char	*end = s + n, *comma;
	jv		 list = jv_array();

	for (;; s = comma + 1) {
		if ((comma = memchr(s, ',', (size_t)(end - s))) == NULL)
			comma = end;
		while (s < comma && *s == ' ')
			s++;
		if (s == comma || !isdigit((unsigned char)*s) ||
		    memchr(s, '/', (size_t)(comma - s)) == NULL) {
			jv_free(list);
			return jv_invalid();
		}
		list = jv_array_append(list, trimmed(s,
		    (size_t)(comma - s)));
		if (comma == end)
			return list;
	}
}

/* "- verdict: claim [reference, reference] verified" */
static jv
parse_judgement(const char *s, size_t n)
{
	const char	*colon = memchr(s, ':', n), *b, *end = s + n;
	jv		 j = jv_object(), ev = jv_array(), some;
	bool		 verified = false;

	while (end > s && isspace((unsigned char)end[-1]))
		end--;
	if (end - s > 9 && memcmp(end - 8, "verified", 8) == 0) {
		verified = end[-9] == ' ';
		end -= verified ? 9 : end - s > 11 ? 11 : 0;
	}
	while (end > s && end[-1] == ']') {
		for (b = end - 1; b > s && *b != '['; b--)
			;
		if (*b != '[')
			break;
		some = parse_references(b + 1, (size_t)(end - b) - 2);
		if (!jv_is_valid(some)) {
			jv_free(some);
			break;
		}
		ev = jv_array_concat(some, ev);
		for (end = b; end > s && end[-1] == ' '; end--)
			;
	}
	if (colon == NULL || colon >= end)
		colon = s - 1;
	j = json_put(j, "verdict", colon < s ? jv_string("inconclusive") :
	    trimmed(s, (size_t)(colon - s)));
	j = json_put(j, "claim", trimmed(colon + 1, (size_t)(end - colon) - 1));
	j = json_put(j, "verified", jv_bool(verified));
	return json_put(j, "evidence", ev);
}

static jv
push_to(jv obj, const char *key, jv v)
{
	jv	 list = json_get(obj, key);

	obj = json_put(obj, key, jv_null());
	return json_put(obj, key, jv_array_append(list, v));
}

/* A row of results begins with an id, unlike the head of the table. */
static bool
is_row(const char *s, size_t n)
{
	size_t	 i = 1;

	while (i < n && s[i] == ' ')
		i++;
	return n > 3 && s[0] == '|' && i < n && isdigit((unsigned char)s[i]);
}

enum hcc_status
note_parse(const char *text, size_t n, const char *name, jv *note,
    struct hcc_err *e)
{
	static const char *const keys[] = { "results", "judgements", "rules",
	    "next" };
	const char	*s, *nl, *end = text + n, *key = NULL;
	size_t		 body, len, i;
	double		 line = 1;
	enum hcc_status	 st;
	jv		 k;

	*note = jv_invalid();
	if ((st = yaml_front(text, n, name, &k, &body, e)) != HCC_OK)
		return st;
	for (i = 0; i < 4; i++)
		k = json_put(k, keys[i], jv_array());
	for (s = text; s < text + body; s++)
		line += *s == '\n';
	for (; s < end; s = nl + 1, line++) {
		if ((nl = memchr(s, '\n', (size_t)(end - s))) == NULL)
			nl = end;
		len = (size_t)(nl - s);
		if (len > 3 && memcmp(s, "## ", 3) == 0) {
			for (i = 0, key = NULL; i < 4; i++)
				if (len >= 7 &&
				    strncasecmp(s + 3, keys[i], 4) == 0)
					key = keys[i];
		} else if (key == keys[0] && is_row(s, len))
			k = push_to(k, key, parse_row(s, len));
		else if (key == keys[1] && len > 2 && s[0] == '-')
			k = push_to(k, key, json_put_num(parse_judgement(s + 2,
			    len - 2), "line", line));
		else if ((key == keys[2] || key == keys[3]) && len > 2 &&
		    s[0] == '-')
			k = push_to(k, key, trimmed(s + 1, len - 1));
	}
	*note = json_put(k, "text", jv_string_sized(text + body,
	    (int)(n - body)));
	return HCC_OK;
}

enum hcc_status
note_read(const struct task *t, int phase, jv *note, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	char		 name[32];
	enum hcc_status	 st;

	*note = jv_invalid();
	snprintf(name, sizeof(name), "l2/%02d.md", phase);
	st = fs_read(t->dir, name, 8u << 20, &b, e);
	if (st == HCC_OK)
		st = note_parse(buf_str(&b), b.len, name, note, e);
	if (st == HCC_OK)
		*note = json_put_num(*note, "phase", phase);
	else if (e != NULL)
		err_prefix(e, "task '%s'", t->path);
	buf_release(&b);
	return st;
}

enum hcc_status
note_write(const struct task *t, jv note, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	char		 name[32];
	enum hcc_status	 st;

	snprintf(name, sizeof(name), "l2/%02d.md",
	    (int)json_num(note, "phase", 0));
	note_format(&b, note);
	if ((st = fs_mkdirs(t->dir, "l2", e)) == HCC_OK)
		st = fs_publish(t->dir, name, buf_str(&b), b.len, e);
	buf_release(&b);
	return st;
}
