/*
 * json.c: small helpers over libjq's values.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"

jv
json_get(jv obj, const char *key)
{
	if (jv_get_kind(obj) != JV_KIND_OBJECT)
		return jv_invalid();
	return jv_object_get(jv_copy(obj), jv_string(key));
}

const char *
json_str(jv obj, const char *key, const char *dflt)
{
	jv		 v = json_get(obj, key);
	const char	*s = dflt;

	/* The object keeps its own reference, so the bytes outlive ours. */
	if (jv_get_kind(v) == JV_KIND_STRING)
		s = jv_string_value(v);
	jv_free(v);
	return s;
}

double
json_num(jv obj, const char *key, double dflt)
{
	jv	 v = json_get(obj, key);
	double	 d = dflt;

	if (jv_get_kind(v) == JV_KIND_NUMBER)
		d = jv_number_value(v);
	jv_free(v);
	return d;
}

bool
json_bool(jv obj, const char *key, bool dflt)
{
	jv	 v = json_get(obj, key);
	jv_kind	 k = jv_get_kind(v);

	jv_free(v);
	return k == JV_KIND_TRUE ? true : k == JV_KIND_FALSE ? false : dflt;
}

int
json_len(jv array)
{
	return jv_get_kind(array) == JV_KIND_ARRAY ?
	    jv_array_length(jv_copy(array)) : 0;
}

bool
json_is_table(jv v)
{
	return jv_get_kind(v) == JV_KIND_OBJECT ||
	    (jv_get_kind(v) == JV_KIND_ARRAY && json_len(v) == 0);
}

bool
json_item(jv array, int i, jv *item)
{
	if (i < 0 || i >= json_len(array))
		return false;
	*item = jv_array_get(jv_copy(array), i);
	jv_free(*item);		/* the array keeps its own reference */
	return true;
}

jv
json_at(jv obj, const char *key)
{
	jv	 v = json_get(obj, key);

	if (!jv_is_valid(v)) {
		jv_free(v);
		return jv_null();
	}
	jv_free(v);		/* the object keeps its own reference */
	return v;
}

bool
json_has(jv array, const char *s)
{
	jv	 one;
	int	 i;

	for (i = 0; json_item(array, i, &one); i++)
		if (jv_get_kind(one) == JV_KIND_STRING &&
		    strcmp(jv_string_value(one), s) == 0)
			return true;
	return false;
}

jv
json_by_id(jv obj, const char *key, const char *id)
{
	jv	 list = json_at(obj, key), one;
	int	 i;

	for (i = 0; json_item(list, i, &one); i++)
		if (strcmp(json_str(one, "id", ""), id) == 0)
			return jv_copy(one);
	return jv_invalid();
}

jv
json_put(jv obj, const char *key, jv val)
{
	if (!jv_is_valid(val)) {	/* libjq cannot print those */
		jv_free(val);
		val = jv_null();
	}
	return jv_object_set(obj, jv_string(key), val);
}

jv
json_put_str(jv obj, const char *key, const char *val)
{
	return json_put(obj, key, val == NULL ? jv_null() : jv_string(val));
}

jv
json_put_path(jv obj, const char *key, const char *path)
{
	struct buf	 b = BUF_INIT;

	if (path == NULL)
		return json_put(obj, key, jv_null());
	utf8_escape(&b, path);
	obj = json_put_str(obj, key, buf_str(&b));
	buf_release(&b);
	return obj;
}

char *
json_path(jv obj, const char *key)
{
	const char	*s = json_str(obj, key, NULL);
	char		*path = s == NULL ? NULL : mem_dup(s);

	/* By hand it may be written as it is. */
	if (path != NULL && access(path, F_OK) == -1)
		utf8_unescape(path, path);
	return path;
}

jv
json_put_num(jv obj, const char *key, double val)
{
	return json_put(obj, key, isfinite(val) ? jv_number(val) : jv_null());
}

jv
json_parse(const char *p, size_t n, const char *name, long line,
    struct hcc_err *e)
{
	char	 where[40] = "";
	jv	 v = jv_parse_sized(p, (int)n), why;

	if (n > 1 << 30 || !jv_is_valid(v)) {
		why = jv_invalid_get_msg(v);
		if (line > 0)
			snprintf(where, sizeof(where), " line %ld", line);
		/* libjq quotes the whole input in its message: cut it. */
		err_set(e, HCC_INPUT, "parse '%s'%s: not JSON: %.80s", name,
		    where, jv_get_kind(why) == JV_KIND_STRING ?
		    jv_string_value(why) : "empty");
		jv_free(why);
		return jv_invalid();
	}
	return v;
}

static void
dump(struct buf *b, jv obj, int flags)
{
	jv	 s = jv_dump_string(jv_copy(obj), JV_PRINT_SORTED | flags);

	buf_add(b, jv_string_value(s),
	    (size_t)jv_string_length_bytes(jv_copy(s)));
	jv_free(s);
}

void
json_dump(struct buf *b, jv obj)
{
	dump(b, obj, 0);
}

void
json_dump_pretty(struct buf *b, jv obj)
{
	dump(b, obj, JV_PRINT_PRETTY | JV_PRINT_INDENT_FLAGS(2));
	buf_addc(b, '\n');
}

enum hcc_status
json_publish(int dir, const char *path, jv obj, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;

	json_dump_pretty(&b, obj);
	st = fs_publish(dir, path, buf_str(&b), b.len, e);
	buf_release(&b);
	return st;
}
