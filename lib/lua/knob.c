/*
 * knob.c: check a table by rows.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/units.h"
#include "lua/knob.h"

/* What is being checked. */
struct checking {
	const char	*file;
	const char	*where;		/* of the table, with a dot */
	struct hcc_err	*e;
};

enum hcc_status
knob_refuse(const char *file, const char *name, struct hcc_err *e,
    const char *fmt, ...)
{
	char	 text[700];
	int	 line = lua_field_line(file, name);
	va_list	 ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return line == 0 ? err_set(e, HCC_CONFIG, "%s: %s", file, text) :
	    err_set(e, HCC_CONFIG, "%s:%d: %s", file, line, text);
}

static void
add_words(struct buf *b, const char *const *words)
{
	size_t	 i;

	for (i = 0; words[i] != NULL; i++)
		buf_addf(b, "%s%s", i == 0 ? "" : ", ", words[i]);
}

static void
add_range(struct buf *b, const struct knob *k)
{
	if (k->min == 0 && k->max == 0)
		return;
	if (isfinite(k->max))
		buf_addf(b, " from %.15g to %.15g", k->min, k->max);
	else if (isfinite(k->min))
		buf_addf(b, " of at least %.15g", k->min);
}

/* What a row allows, for a message. */
static void
describe(struct buf *b, const struct knob *k)
{
	static const char *const names[] = {
		[KNOB_NUMBER] = "a number", [KNOB_COUNT] = "a whole number",
		[KNOB_SECONDS] = "a time", [KNOB_BYTES] = "a size",
		[KNOB_BOOLEAN] = "true or false", [KNOB_STRING] = "a string",
		[KNOB_LIST] = "a list of strings",
		[KNOB_NAMES] = "a string or a list of strings",
		[KNOB_LISTS] = "a table of lists of strings",
		[KNOB_TABLE] = "a table", [KNOB_TABLES] = "a table of tables"
	};

	buf_adds(b, names[k->type]);
	if (k->type <= KNOB_BYTES)
		add_range(b, k);
	if (k->type == KNOB_COUNT && !(k->max < 1000))
		buf_adds(b, ", such as 5000 or \"20M\"");
	else if (k->type == KNOB_SECONDS)
		buf_adds(b, " seconds, such as 90 or \"15m\"");
	else if (k->type == KNOB_BYTES)
		buf_adds(b, " bytes, such as 4096 or \"4G\"");
	if (k->words != NULL) {
		buf_adds(b, " of: ");
		add_words(b, k->words);
	}
}

static enum hcc_status
wrong(const struct checking *c, const struct knob *k)
{
	char		 name[300];
	struct buf	 b = BUF_INIT;

	describe(&b, k);
	snprintf(name, sizeof(name), "%s%s", c->where, k->name);
	(void)knob_refuse(c->file, name, c->e, "'%s' must be %s", name,
	    buf_str(&b));
	buf_release(&b);
	return HCC_CONFIG;
}

static bool
is_number(const struct knob *k, jv *v)
{
	const char	*s;
	double		 d;

	if (jv_get_kind(*v) == JV_KIND_STRING && k->type != KNOB_NUMBER) {
		s = jv_string_value(*v);
		d = k->type == KNOB_SECONDS ? parse_seconds(s) :
		    parse_count(s, k->type == KNOB_BYTES ? 1024 : 1000);
		if (d < 0)
			return false;
		jv_free(*v);
		*v = jv_number(d);
	}
	if (jv_get_kind(*v) != JV_KIND_NUMBER)
		return false;
	d = jv_number_value(*v);
	if ((k->type == KNOB_COUNT || k->type == KNOB_BYTES) && d != floor(d))
		return false;
	return (k->min == 0 && k->max == 0) || (d >= k->min && d <= k->max);
}

static bool
is_word(const struct knob *k, jv v)
{
	size_t	 i;

	if (jv_get_kind(v) != JV_KIND_STRING)
		return false;
	for (i = 0; k->words != NULL && k->words[i] != NULL; i++)
		if (strcmp(k->words[i], jv_string_value(v)) == 0)
			return true;
	return k->words == NULL;
}

static bool
is_list(const struct knob *k, jv v)
{
	int	 i;
	jv	 one;

	for (i = 0; json_item(v, i, &one); i++)
		if (!is_word(k, one))
			return false;
	return jv_get_kind(v) == JV_KIND_ARRAY;
}

static bool
is_lists(const struct knob *k, jv v)
{
	int	 it;
	bool	 good = true;
	jv	 one;

	if (jv_get_kind(v) != JV_KIND_OBJECT)
		return json_is_table(v);
	for (it = jv_object_iter(v); good && jv_object_iter_valid(v, it);
	    it = jv_object_iter_next(v, it)) {
		one = jv_object_iter_value(v, it);
		good = is_list(k, one);
		jv_free(one);
	}
	return good;
}

/* The table k->name inside of c->where. */
static enum hcc_status
check_table(const struct checking *c, const struct knob *k, jv *v)
{
	char	 where[400];

	if (!json_is_table(*v))
		return wrong(c, k);
	if (k->of == NULL)
		return HCC_OK;
	snprintf(where, sizeof(where), "%s%s.", c->where, k->name);
	return knob_check(k->of, c->file, where, NULL, v, c->e);
}

static enum hcc_status
check_tables(const struct checking *c, const struct knob *k, jv *v)
{
	char			 where[300];
	const struct checking	 inner = { c->file, where, c->e };
	struct knob		 row = { .type = KNOB_TABLE, .of = k->of };
	enum hcc_status		 st = HCC_OK;
	int			 i;
	jv			 names, name, one;

	if (!json_is_table(*v))
		return wrong(c, k);
	if (jv_get_kind(*v) != JV_KIND_OBJECT)
		return HCC_OK;
	snprintf(where, sizeof(where), "%s%s.", c->where, k->name);
	names = jv_keys(jv_copy(*v));
	for (i = 0; st == HCC_OK && json_item(names, i, &name); i++) {
		row.name = jv_string_value(name);
		one = jv_object_get(jv_copy(*v), jv_copy(name));
		st = check_table(&inner, &row, &one);
		*v = jv_object_set(*v, jv_copy(name), one);
	}
	jv_free(names);
	return st;
}

static enum hcc_status
check_value(const struct checking *c, const struct knob *k, jv *v)
{
	bool	 good;

	switch (k->type) {
	case KNOB_TABLE:
		return check_table(c, k, v);
	case KNOB_TABLES:
		return check_tables(c, k, v);
	case KNOB_BOOLEAN:
		good = jv_get_kind(*v) == JV_KIND_TRUE ||
		    jv_get_kind(*v) == JV_KIND_FALSE;
		break;
	case KNOB_STRING:
		good = is_word(k, *v);
		break;
	case KNOB_LIST:
		good = is_list(k, *v);
		break;
	case KNOB_NAMES:
		if (jv_get_kind(*v) == JV_KIND_STRING)
			*v = jv_array_append(jv_array(), *v);
		good = is_list(k, *v) && json_len(*v) > 0;
		break;
	case KNOB_LISTS:
		good = is_lists(k, *v);
		break;
	default:
		good = is_number(k, v);
	}
	return good ? HCC_OK : wrong(c, k);
}

static enum hcc_status
unknown(const struct checking *c, const struct knob *rows, const char *more,
    const char *name)
{
	char			 full[300];
	struct buf		 b = BUF_INIT;
	const struct knob	*k;

	for (k = rows; k->name != NULL; k++)
		buf_addf(&b, "%s%s", b.len > 0 ? ", " : "", k->name);
	if (more != NULL && *more != '\0')
		buf_addf(&b, "%s%s", b.len > 0 ? ", " : "", more);
	snprintf(full, sizeof(full), "%s%s", c->where, name);
	(void)knob_refuse(c->file, full, c->e, "unknown name '%s' (known: %s)",
	    full, buf_str(&b));
	buf_release(&b);
	return HCC_CONFIG;
}

enum hcc_status
knob_check(const struct knob *rows, const char *file, const char *where,
    const char *more, jv *table, struct hcc_err *e)
{
	const struct checking	 c = { file, where, e };
	const struct knob	*k;
	enum hcc_status		 st = HCC_OK;
	int			 i;
	jv			 names, name, v;

	if (jv_get_kind(*table) != JV_KIND_OBJECT) {
		jv_free(*table);
		*table = jv_object();
	}
	names = jv_keys(jv_copy(*table));
	for (i = 0; st == HCC_OK && json_item(names, i, &name); i++) {
		for (k = rows; k->name != NULL; k++)
			if (strcmp(k->name, jv_string_value(name)) == 0)
				break;
		if (k->name == NULL) {
			st = unknown(&c, rows, more, jv_string_value(name));
			break;
		}
		v = jv_object_get(jv_copy(*table), jv_copy(name));
		st = check_value(&c, k, &v);
		*table = jv_object_set(*table, jv_copy(name), v);
	}
	jv_free(names);
	return st;
}

void
knob_defaults(const struct knob *k, jv *table)
{
	if (jv_get_kind(*table) != JV_KIND_OBJECT) {
		jv_free(*table);
		*table = jv_object();
	}
	for (; k->name != NULL; k++)
		if (k->dflt != NULL && !jv_object_has(jv_copy(*table),
		    jv_string(k->name)))
			*table = jv_object_set(*table, jv_string(k->name),
			    jv_parse(k->dflt));
}
