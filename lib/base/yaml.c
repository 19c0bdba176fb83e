/*
 * yaml.c: front matter in and out. What is written quotes every string that
 * is not a plain word, as JSON does, which is valid YAML; so a value from a
 * description can never break out of its line.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/yaml.h"

#define DEPTH 16

static jv
scalar(const yaml_event_t *ev)
{
	const char	*s = (const char *)ev->data.scalar.value;
	size_t		 n = ev->data.scalar.length;
	char		*end;
	double		 d;

	if (ev->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
		return jv_string_sized(s, (int)n);
	if (n == 0 || strcmp(s, "~") == 0 || strcmp(s, "null") == 0)
		return jv_null();
	if (strcmp(s, "true") == 0 || strcmp(s, "false") == 0)
		return jv_bool(s[0] == 't');
	/* 007 and 1_000 are names; so are 0x1f, inf and nan. */
	if (strspn(s, "+-.0123456789eE") == n && strpbrk(s, "0123456789") &&
	    !(s[0] == '0' && isdigit((unsigned char)s[1]))) {
		d = strtod(s, &end);
		if (*end == '\0')
			return jv_number(d);
	}
	return jv_string_sized(s, (int)n);
}

static jv	node(yaml_parser_t *, int);

static jv
fail(const char *why)
{
	return jv_invalid_with_msg(jv_string(why));
}

/* Both read up to the end, which node() gives as an invalid value without a
 * message; with one it is a failure. */
static jv
sequence(yaml_parser_t *p, int depth)
{
	jv	 out = jv_array(), v;

	while (jv_is_valid(v = node(p, depth)))
		out = jv_array_append(out, v);
	if (!jv_invalid_has_msg(jv_copy(v)))
		return out;
	jv_free(out);
	return v;
}

/* The line of the file: the fence before the text is its first. */
static double
file_line(const yaml_event_t *ev)
{
	return (double)ev->start_mark.line + 2;
}

/* Of two values of one key a reader would take either for the other. */
static jv
twice(yaml_parser_t *p, const yaml_event_t *ev, double first)
{
	p->problem = "a key is there twice";
	p->problem_mark = ev->start_mark;
	return jv_invalid_with_msg(jv_string_fmt("key '%.60s' stands on line "
	    "%.0f and on line %.0f; keep one of them",
	    (const char *)ev->data.scalar.value, first, file_line(ev)));
}

static jv
mapping(yaml_parser_t *p, int depth)
{
	yaml_event_t	 ev;
	jv		 out = jv_object(), lines = jv_object(), k, v;

	for (;;) {
		if (!yaml_parser_parse(p, &ev)) {
			v = fail(p->problem);
			break;
		}
		if (ev.type == YAML_MAPPING_END_EVENT) {
			yaml_event_delete(&ev);
			jv_free(lines);
			return out;
		}
		if (ev.type != YAML_SCALAR_EVENT) {
			yaml_event_delete(&ev);
			v = fail("a key must be a plain word");
			break;
		}
		k = jv_string_sized((const char *)ev.data.scalar.value,
		    (int)ev.data.scalar.length);
		if (jv_object_has(jv_copy(lines), jv_copy(k))) {
			v = twice(p, &ev, jv_number_value(
			    jv_object_get(lines, k)));
			lines = jv_null();
			yaml_event_delete(&ev);
			break;
		}
		lines = jv_object_set(lines, jv_copy(k),
		    jv_number(file_line(&ev)));
		yaml_event_delete(&ev);
		if (!jv_is_valid(v = node(p, depth))) {
			jv_free(k);
			break;
		}
		out = jv_object_set(out, k, v);
	}
	jv_free(lines);
	jv_free(out);
	return v;
}

/* The next value; invalid without a message at the end of a sequence, a
 * document or the stream. */
static jv
node(yaml_parser_t *p, int depth)
{
	yaml_event_t		 ev;
	yaml_event_type_t	 type;
	jv			 v = jv_invalid();

	do {
		if (!yaml_parser_parse(p, &ev))
			return fail(p->problem);
		if ((type = ev.type) == YAML_SCALAR_EVENT)
			v = scalar(&ev);
		yaml_event_delete(&ev);
	} while (type == YAML_STREAM_START_EVENT ||
	    type == YAML_DOCUMENT_START_EVENT);
	if (type == YAML_ALIAS_EVENT)
		return fail("aliases are not supported");
	if (depth > DEPTH && type != YAML_SEQUENCE_END_EVENT) {
		jv_free(v);
		return fail("nested too deep");
	}
	return type == YAML_SEQUENCE_START_EVENT ? sequence(p, depth + 1) :
	    type == YAML_MAPPING_START_EVENT ? mapping(p, depth + 1) : v;
}

/* The length of a line, its newline included. */
static size_t
line_len(const char *p, size_t n)
{
	const char	*nl = memchr(p, '\n', n);

	return nl == NULL ? n : (size_t)(nl - p) + 1;
}

static bool
is_fence(const char *p, size_t n)
{
	while (n > 0 && isspace((unsigned char)p[n - 1]))
		n--;
	return n == 3 && memcmp(p, "---", 3) == 0;
}

/* The only value of a text; an empty object for an empty one. */
static jv
document(const char *text, size_t n, size_t *line)
{
	yaml_parser_t	 p;
	jv		 v, rest;
	int		 i;

	if (!yaml_parser_initialize(&p))
		mem_exhausted();
	yaml_parser_set_input_string(&p, (const unsigned char *)text, n);
	v = node(&p, 0);
	if (!jv_is_valid(v) && !jv_invalid_has_msg(jv_copy(v)))
		v = jv_object();
	/* Behind it are the ends of the document and of the stream. */
	for (i = 0; i < 2 && jv_is_valid(v); i++) {
		if (jv_is_valid(rest = node(&p, 0))) {
			jv_free(rest);
			rest = fail("more than one value");
		}
		if (jv_invalid_has_msg(jv_copy(rest))) {
			jv_free(v);
			v = rest;
		}
	}
	*line = (p.problem != NULL ? p.problem_mark.line : p.mark.line) + 1;
	yaml_parser_delete(&p);
	return v;
}

enum hcc_status
yaml_front(const char *text, size_t n, const char *name, jv *meta,
    size_t *body, struct hcc_err *e)
{
	size_t	 at = 0, end, line = 1;
	jv	 v, why;

	*meta = jv_invalid();
	*body = 0;
	if (n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		at = 3;
	if (!is_fence(text + at, line_len(text + at, n - at))) {
		*meta = jv_object();
		*body = at;
		return HCC_OK;
	}
	at += line_len(text + at, n - at);
	for (end = at; end < n && !is_fence(text + end,
	    line_len(text + end, n - end));)
		end += line_len(text + end, n - end);
	if (end >= n)
		return err_set(e, HCC_INPUT, "read '%s': the front matter has "
		    "no closing line '---'", name);
	*body = end + line_len(text + end, n - end);
	v = document(text + at, end - at, &line);
	if (jv_get_kind(v) == JV_KIND_OBJECT) {
		*meta = v;
		return HCC_OK;
	}
	if (jv_is_valid(v)) {
		jv_free(v);
		v = fail("not a list of 'key: value' lines");
	}
	why = jv_invalid_get_msg(v);
	err_set(e, HCC_INPUT, "read '%s' line %zu: front matter: %s", name,
	    line + 1, jv_get_kind(why) == JV_KIND_STRING ?
	    jv_string_value(why) : "unreadable");
	jv_free(why);
	return HCC_INPUT;
}

/* A word that YAML reads back as the same string without quotes. */
static bool
plain(const char *s)
{
	size_t	 i;
	char	*end;

	if (!isalpha((unsigned char)s[0]) && !isdigit((unsigned char)s[0]))
		return false;
	for (i = 0; s[i] != '\0'; i++)
		if (!isalnum((unsigned char)s[i]) &&
		    strchr("._/@+-", s[i]) == NULL)
			return false;
	(void)strtod(s, &end);
	return *end != '\0' &&
	    !text_in_any_case(s, "true|false|null|yes|no|on|off|y|n");
}

static void
emit(struct buf *b, jv meta, jv key)
{
	jv	 v = jv_object_get(jv_copy(meta), jv_copy(key)), k = key;

	if (plain(jv_string_value(key)))
		buf_adds(b, jv_string_value(key));
	else
		json_dump(b, k);
	buf_adds(b, ": ");
	if (jv_get_kind(v) == JV_KIND_STRING && plain(jv_string_value(v)))
		buf_adds(b, jv_string_value(v));
	else
		json_dump(b, v);
	buf_addc(b, '\n');
	jv_free(v);
	jv_free(key);
}

static bool
listed(const char *const *order, const char *key)
{
	for (; order != NULL && *order != NULL; order++)
		if (strcmp(*order, key) == 0)
			return true;
	return false;
}

void
yaml_emit(struct buf *b, jv meta, const char *const *order)
{
	jv	 keys = jv_keys(jv_copy(meta)), k;
	int	 i;
	size_t	 o;

	buf_adds(b, "---\n");
	for (o = 0; order != NULL && order[o] != NULL; o++)
		if (jv_object_has(jv_copy(meta), jv_string(order[o])))
			emit(b, meta, jv_string(order[o]));
	for (i = 0; json_item(keys, i, &k); i++)
		if (!listed(order, jv_string_value(k)))
			emit(b, meta, jv_copy(k));
	jv_free(keys);
	buf_adds(b, "---\n");
}
