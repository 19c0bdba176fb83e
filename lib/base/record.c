/*
 * record.c: walk the table of a struct.
 */
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/record.h"
#include "base/text.h"

#define FILE_MAX (8u << 20)

/* The member of a struct. */
union member {
	char	**str;
	double	 *num;
	int	 *integer;
	long	 *wide;
	bool	 *truth;
	jv	 *json;
	void	**ptr;
};

static union member
member_of(const struct record_field *f, const void *p)
{
	return (union member){ .str = (char **)((uintptr_t)p + f->at) };
}

static size_t *
count_of(const struct record_field *f, const void *p)
{
	return (size_t *)((uintptr_t)p + f->count);
}

void
record_set(char **to, const char *s)
{
	char	*copy = s == NULL ? NULL : mem_dup(s);

	free(*to);
	*to = copy;
}

void
record_set_trimmed(char **to, const char *s, size_t n)
{
	text_trim(&s, &n);
	free(*to);
	*to = mem_dup_n(s, n);
}

static void
init_field(const struct record_field *f, void *p)
{
	union member	 m = member_of(f, p);

	switch (f->kind) {
	case RECORD_KIND_STR:
		*m.str = NULL;
		break;
	case RECORD_KIND_NUM:
		*m.num = NAN;
		break;
	case RECORD_KIND_INT:
		*m.integer = (int)f->dflt;
		break;
	case RECORD_KIND_LONG:
		*m.wide = f->dflt;
		break;
	case RECORD_KIND_BOOL:
		*m.truth = f->dflt != 0;
		break;
	case RECORD_KIND_JSON:
		*m.json = jv_null();
		break;
	case RECORD_KIND_LIST:
		*count_of(f, p) = 0;
		/* FALLTHROUGH */
	case RECORD_KIND_PTR:
		*m.ptr = NULL;
	}
}

void
record_init(const struct record *r, void *p)
{
	size_t	 i;

	memset(p, 0, r->size);
	for (i = 0; i < r->n; i++)
		init_field(&r->fields[i], p);
}

void *
record_new(const struct record *r)
{
	void	*p = mem_zero(1, r->size);

	record_init(r, p);
	return p;
}

void
record_delete(const struct record *r, void *p)
{
	if (p != NULL)
		record_free(r, p);
	free(p);
}

void *
record_append(const struct record *r, void *list, size_t *n)
{
	char	**array = list, *one;

	*array = mem_again(*array, *n + 1, r->size);
	one = *array + (*n)++ * r->size;
	record_init(r, one);
	return one;
}

static long
whole(double d, double most, long dflt)
{
	return isfinite(d) && fabs(d) <= most ? (long)d : dflt;
}

static void
read_list(const struct record_field *f, jv v, void *p)
{
	jv	 one;
	int	 i;

	for (i = 0; json_item(v, i, &one); i++)
		if (jv_get_kind(one) == JV_KIND_OBJECT)
			record_read(f->of, one, record_append(f->of,
			    member_of(f, p).ptr, count_of(f, p)));
}

static void
read_field(const struct record_field *f, jv v, void *p)
{
	union member	 m = member_of(f, p);
	jv_kind		 k = jv_get_kind(v);
	double		 d = k == JV_KIND_NUMBER ? jv_number_value(v) : NAN;

	switch (f->kind) {
	case RECORD_KIND_STR:
		if (k == JV_KIND_STRING)
			record_set(m.str, jv_string_value(v));
		break;
	case RECORD_KIND_NUM:
		*m.num = d;
		break;
	case RECORD_KIND_INT:
		*m.integer = (int)whole(d, INT_MAX, f->dflt);
		break;
	case RECORD_KIND_LONG:
		*m.wide = whole(d, 1e15, f->dflt);
		break;
	case RECORD_KIND_BOOL:
		if (k == JV_KIND_TRUE || k == JV_KIND_FALSE)
			*m.truth = k == JV_KIND_TRUE;
		break;
	case RECORD_KIND_JSON:
		*m.json = jv_copy(v);
		break;
	case RECORD_KIND_LIST:
		read_list(f, v, p);
		break;
	case RECORD_KIND_PTR:
		if (k == JV_KIND_OBJECT) {
			*m.ptr = record_new(f->of);
			record_read(f->of, v, *m.ptr);
		}
	}
}

void
record_read(const struct record *r, jv obj, void *p)
{
	size_t	 i;

	record_init(r, p);
	for (i = 0; jv_get_kind(obj) == JV_KIND_OBJECT && i < r->n; i++)
		read_field(&r->fields[i], json_at(obj, r->fields[i].key), p);
}

static jv
integer(const struct record_field *f, long n)
{
	return (f->flags & RECORD_NULL) && n == f->dflt ? jv_null() :
	    jv_number((double)n);
}

static jv
list_json(const struct record_field *f, const void *p)
{
	const char	*items = *member_of(f, p).ptr;
	size_t		 i, n = *count_of(f, p);
	jv		 list = jv_array();

	for (i = 0; i < n; i++)
		list = jv_array_append(list, record_json(f->of,
		    items + i * f->of->size));
	return list;
}

static jv
field_json(const struct record_field *f, const void *p)
{
	union member	 m = member_of(f, p);

	switch (f->kind) {
	case RECORD_KIND_STR:
		return *m.str == NULL ? jv_null() : jv_string(*m.str);
	case RECORD_KIND_NUM:
		return isfinite(*m.num) ? jv_number(*m.num) : jv_null();
	case RECORD_KIND_INT:
		return integer(f, *m.integer);
	case RECORD_KIND_LONG:
		return integer(f, *m.wide);
	case RECORD_KIND_BOOL:
		return jv_bool(*m.truth);
	case RECORD_KIND_JSON:
		return jv_is_valid(*m.json) ? jv_copy(*m.json) : jv_null();
	case RECORD_KIND_LIST:
		return list_json(f, p);
	case RECORD_KIND_PTR:
		return *m.ptr == NULL ? jv_null() : record_json(f->of, *m.ptr);
	}
	return jv_null();
}

/* Has it nothing to say? `v` is its value. */
static bool
is_default(const struct record_field *f, jv v)
{
	switch (f->kind) {
	case RECORD_KIND_INT:
	case RECORD_KIND_LONG:
		return jv_get_kind(v) != JV_KIND_NUMBER ||
		    jv_number_value(v) == (double)f->dflt;
	case RECORD_KIND_BOOL:
		return jv_get_kind(v) == JV_KIND_FALSE;
	case RECORD_KIND_LIST:
		return json_len(v) == 0;
	default:
		return jv_get_kind(v) == JV_KIND_NULL;
	}
}

jv
record_json(const struct record *r, const void *p)
{
	const struct record_field	*f;
	jv				 obj = jv_object(), v;

	for (f = r->fields; f < r->fields + r->n; f++) {
		v = field_json(f, p);
		if (f->flags & RECORD_OPTIONAL && is_default(f, v))
			jv_free(v);
		else
			obj = json_put(obj, f->key, v);
	}
	return obj;
}

void
record_copy(const struct record *r, void *to, const void *from)
{
	jv	 obj = record_json(r, from);

	record_read(r, obj, to);
	jv_free(obj);
}

static void
free_field(const struct record_field *f, void *p)
{
	union member	 m = member_of(f, p);
	size_t		 i;

	switch (f->kind) {
	case RECORD_KIND_STR:
		free(*m.str);
		break;
	case RECORD_KIND_JSON:
		jv_free(*m.json);
		break;
	case RECORD_KIND_PTR:
		record_delete(f->of, *m.ptr);
		break;
	case RECORD_KIND_LIST:
		for (i = 0; i < *count_of(f, p); i++)
			record_free(f->of, (char *)*m.ptr + i * f->of->size);
		free(*m.ptr);
		break;
	default:
		break;
	}
}

void
record_free(const struct record *r, void *p)
{
	size_t	 i;

	for (i = 0; i < r->n; i++)
		free_field(&r->fields[i], p);
	record_init(r, p);
}

enum hcc_status
record_find(const struct record *r, int dir, const char *path, void *p,
    bool *found, struct hcc_err *e)
{
	struct hcc_err	 why = HCC_ERR_INIT;
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;
	jv		 v = jv_null();

	if ((st = fs_read(dir, path, FILE_MAX, &b, &why)) == HCC_OK)
		v = json_parse(buf_str(&b), b.len, path, 0, NULL);
	*found = jv_get_kind(v) == JV_KIND_OBJECT;
	record_read(r, v, p);
	jv_free(v);
	buf_release(&b);
	if (st != HCC_IO && st != HCC_INTERNAL)
		return HCC_OK;
	if (e != NULL)
		*e = why;
	return st;
}

bool
record_load(const struct record *r, int dir, const char *path, void *p)
{
	bool	 found;

	return record_find(r, dir, path, p, &found, NULL) == HCC_OK && found;
}

enum hcc_status
record_publish(const struct record *r, int dir, const char *path,
    const void *p, struct hcc_err *e)
{
	jv		 obj = record_json(r, p);
	enum hcc_status	 st = json_publish(dir, path, obj, e);

	jv_free(obj);
	return st;
}
