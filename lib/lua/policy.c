/*
 * policy.c: find, load and check policies.
 */
#include <assert.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "lua/knob.h"
#include "lua/policy.h"

#define KNOBS_MAX	64

/* The rows of a shipped policy; `rows` and `texts` own what they point to. */
struct rows {
	struct knob	 knob[KNOBS_MAX + 1];
	const char	*words[KNOBS_MAX][16];
	jv		 rows, texts;
	char		*functions;	/* "adopt, limit" */
	jv		 from;		/* name -> the file that set it last */
};

static enum hcc_status
bad_row(const char *file, int i, struct hcc_err *e)
{
	return err_set(e, HCC_CONFIG, "%s: row %d of knobs must be { NAME = "
	    "default, is = type, least = .., most = .., text = .. }", file,
	    i + 1);
}

static bool
type_of(const char *name, enum knob_type *type)
{
	static const struct { const char *name; enum knob_type type; } all[] = {
		{ "number", KNOB_NUMBER }, { "count", KNOB_COUNT },
		{ "seconds", KNOB_SECONDS }, { "bytes", KNOB_BYTES },
		{ "boolean", KNOB_BOOLEAN }, { "list", KNOB_LIST },
		{ "lists", KNOB_LISTS }
	};
	size_t	 i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(name, all[i].name) == 0) {
			*type = all[i].type;
			return true;
		}
	return false;
}

static const char *
text_at(jv row, int i)
{
	jv	 v;

	return json_item(row, i, &v) && jv_get_kind(v) == JV_KIND_STRING ?
	    jv_string_value(v) : "";
}

/* The member of a row that is its name and default: the one that is no
 * property of it. False when there is none. */
static bool
row_name(jv row, const char **name, jv *dflt)
{
	static const char *const properties[] = { "is", "least", "most",
	    "words", "text" };
	int	 at;
	size_t	 i;
	jv	 key;

	if (jv_get_kind(row) != JV_KIND_OBJECT)
		return false;
	for (at = jv_object_iter(row); jv_object_iter_valid(row, at);
	    at = jv_object_iter_next(row, at)) {
		key = jv_object_iter_key(row, at);
		*name = jv_string_value(key);
		jv_free(key);		/* the row keeps its own reference */
		for (i = 0; i < sizeof(properties) / sizeof(properties[0]) &&
		    strcmp(*name, properties[i]) != 0; i++)
			;
		if (i == sizeof(properties) / sizeof(properties[0])) {
			*dflt = json_at(row, *name);
			return true;
		}
	}
	return false;
}

static bool
read_row(struct rows *r, int i, jv row)
{
	struct knob	*k = &r->knob[i];
	jv		 dflt, words, one;
	int		 j;

	*k = (struct knob){ .min = json_num(row, "least", -INFINITY),
	    .max = json_num(row, "most", INFINITY) };
	if (!row_name(row, &k->name, &dflt) ||
	    !type_of(json_str(row, "is", ""), &k->type) ||
	    *json_str(row, "text", "") == '\0')
		return false;
	if (jv_get_kind(dflt) != JV_KIND_FALSE || k->type == KNOB_BOOLEAN) {
		r->texts = jv_array_set(r->texts, i,
		    jv_dump_string(jv_copy(dflt), 0));
		k->dflt = text_at(r->texts, i);
	}
	if (k->type != KNOB_LIST && k->type != KNOB_LISTS)
		return true;
	words = json_at(row, "words");
	if (json_len(words) == 0 || json_len(words) >= 16)
		return false;
	for (j = 0; json_item(words, j, &one); j++)
		r->words[i][j] = text_at(words, j);
	k->words = r->words[i];
	return true;
}

/* The rows that the shipped file has. */
static enum hcc_status
read_rows(struct script *s, const char *file, struct rows *r,
    struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	jv		 table = script_table(s), list = script_functions(s);
	jv		 row;
	int		 i;

	r->rows = json_get(table, "knobs");
	jv_free(table);
	for (i = 0; json_item(list, i, &row); i++)
		buf_addf(&b, "%s%s", i == 0 ? "" : ", ", text_at(list, i));
	jv_free(list);
	r->functions = mem_dup(buf_str(&b));
	buf_release(&b);
	for (i = 0; json_item(r->rows, i, &row); i++)
		if (i == KNOBS_MAX || !read_row(r, i, row))
			return bad_row(file, i, e);
	return HCC_OK;
}

/* Does the policy have a function of this name? */
static bool
is_function(const struct rows *r, const char *name)
{
	size_t		 n = strlen(name);
	const char	*p;

	for (p = r->functions; *p != '\0'; p += strspn(p, ", ")) {
		if (strcspn(p, ", ") == n && strncmp(p, name, n) == 0)
			return true;
		p += strcspn(p, ", ");
	}
	return false;
}

/* A copy of the shipped file has its rows: what stands there as default is a
 * value of the layer. */
static void
take_rows(jv *values)
{
	jv		 rows = json_get(*values, "knobs"), row, dflt;
	const char	*name;
	int		 i;

	for (i = 0; json_item(rows, i, &row); i++)
		if (row_name(row, &name, &dflt) &&
		    jv_get_kind(dflt) != JV_KIND_FALSE &&
		    !jv_object_has(jv_copy(*values), jv_string(name)))
			*values = json_put(*values, name, jv_copy(dflt));
	jv_free(rows);
	*values = jv_object_delete(*values, jv_string("knobs"));
}

/* Remember which file has set these names (an object or array, borrowed). */
static void
note_source(struct rows *r, const char *file, jv names)
{
	jv	 list = jv_get_kind(names) == JV_KIND_OBJECT ?
		    jv_keys(jv_copy(names)) : jv_copy(names), name;
	int	 i;

	for (i = 0; json_item(list, i, &name); i++)
		r->from = json_put_path(r->from, jv_string_value(name), file);
	jv_free(list);
}

/* A layer: functions and values in the right places, then the values. */
static enum hcc_status
check_layer(void *ctx, const char *file, jv *values, jv functions,
    struct hcc_err *e)
{
	struct rows		*r = ctx;
	enum hcc_status		 st = HCC_OK;
	const char		*s;
	jv			 names, name;
	int			 i;

	if (jv_get_kind(*values) == JV_KIND_ARRAY && json_len(*values) > 0)
		return err_set(e, HCC_CONFIG, "%s: must return a table with "
		    "names, such as { m = 5 }, returns a list", file);
	if (jv_get_kind(*values) != JV_KIND_OBJECT) {
		jv_free(*values);
		*values = jv_object();
	}
	take_rows(values);
	names = jv_keys(jv_copy(*values));
	for (i = 0; st == HCC_OK && json_item(names, i, &name); i++) {
		s = jv_string_value(name);
		if (is_function(r, s))
			st = knob_refuse(file, s, e, "'%s' must be a function",
			    s);
	}
	jv_free(names);
	if (st != HCC_OK)
		return st;
	for (i = 0; json_item(functions, i, &name); i++)
		if (!is_function(r, jv_string_value(name)))
			*values = json_put(*values, jv_string_value(name),
			    jv_null());	/* refused by its row, or unknown */
	note_source(r, file, functions);
	note_source(r, file, *values);
	return knob_check(r->knob, file, "", r->functions, values, e);
}

/* A file of the directory that is no policy: a slip, which would be silent. */
static enum hcc_status
check_names(const char *dir, const struct places *at, struct hcc_err *e)
{
	char		 path[4096];
	char		**names;
	const char	*dot;
	size_t		 i, n;
	enum hcc_status	 st = HCC_OK;

	if (fs_names(AT_FDCWD, dir, &names, &n, NULL) != HCC_OK)
		return HCC_OK;
	for (i = 0; i < n && st == HCC_OK; i++) {
		dot = strrchr(names[i], '.');
		snprintf(path, sizeof(path), "%s/policy/%s", at->share,
		    names[i]);
		if (names[i][0] != '.' && dot != NULL &&
		    strcmp(dot, ".lua") == 0 && access(path, F_OK) != 0)
			st = err_set(e, HCC_CONFIG, "read '%s/%s': no policy "
			    "has this name; see hcc-policy(5)", dir,
			    names[i]);
	}
	fs_names_free(names, n);
	return st;
}

/* DIR/policy/NAME.lua, if it is there; DIR NULL: none. */
static enum hcc_status
add_layer(struct script *s, const char *dir, const char *name,
    struct rows *r, const struct places *at, struct hcc_err *e)
{
	char		 path[4096];
	enum hcc_status	 st;

	if (dir == NULL)
		return HCC_OK;
	snprintf(path, sizeof(path), "%s/policy", dir);
	if ((st = check_names(path, at, e)) != HCC_OK)
		return st;
	snprintf(path, sizeof(path), "%s/policy/%s.lua", dir, name);
	return access(path, F_OK) != 0 ? HCC_OK :
	    script_layer(s, path, check_layer, r, e);
}

/* All layers, one after another. `r` is freed with free_rows in any case. */
static enum hcc_status
open_layers(const char *task, const struct places *at, const char *name,
    struct rows *r, struct script **s, struct hcc_err *e)
{
	char		 shipped[4096], dir[2][4096];
	const char	*dirs[3] = { dir[1], dir[0], NULL };
	enum hcc_status	 st;
	jv		 defaults = jv_object();

	*r = (struct rows){ .rows = jv_null(), .texts = jv_array(),
	    .from = jv_object() };
	snprintf(dir[0], sizeof(dir[0]), "%s/policy", at->share);
	snprintf(dir[1], sizeof(dir[1]), "%s/policy", at->config);
	snprintf(shipped, sizeof(shipped), "%s/policy/%s.lua", at->share, name);
	st = script_open(s, shipped, dirs, e);
	if (st == HCC_OK && (st = read_rows(*s, shipped, r, e)) == HCC_OK) {
		knob_defaults(r->knob, &defaults);
		st = knob_check(r->knob, shipped, "", NULL, &defaults, e);
	}
	if (st == HCC_OK && (st = script_set(*s, defaults, e)) == HCC_OK &&
	    (st = add_layer(*s, at->config, name, r, at, e)) == HCC_OK)
		st = add_layer(*s, task, name, r, at, e);
	if (st != HCC_OK) {
		script_close(*s);
		*s = NULL;
	}
	jv_free(defaults);
	return st;
}

static void
free_rows(struct rows *r)
{
	jv_free(r->rows);
	jv_free(r->texts);
	jv_free(r->from);
	free(r->functions);
}

enum hcc_status
policy_open(const char *task, const struct places *at, const char *name,
    struct script **s, struct hcc_err *e)
{
	struct rows	 r;
	enum hcc_status	 st = open_layers(task, at, name, &r, s, e);

	free_rows(&r);
	return st;
}

/* No default here: a name without a row is a mistake in the program. */
static bool
has_row(jv table, const char *knob)
{
	jv		 rows = json_at(table, "knobs"), row, dflt;
	const char	*name;
	int		 i;

	for (i = 0; json_item(rows, i, &row); i++)
		if (row_name(row, &name, &dflt) && strcmp(name, knob) == 0)
			return true;
	return false;
}

/* A knob of the table that counts. */
static jv
knob_value(struct script *s, const char *knob)
{
	jv	 table = script_table(s), v;

	assert(has_row(table, knob));
	v = json_get(table, knob);
	jv_free(table);
	return v;
}

enum hcc_status
policy_describe(const char *task, const struct places *at, const char *name,
    jv *out, struct hcc_err *e)
{
	struct script	*s;
	struct rows	 r;
	const char	*knob;
	enum hcc_status	 st = open_layers(task, at, name, &r, &s, e);
	jv		 row, dflt, one, file;
	int		 i, at_key;

	*out = jv_array();
	for (i = 0; st == HCC_OK && json_item(r.rows, i, &row); i++) {
		if (!row_name(row, &knob, &dflt))
			continue;
		one = json_put_str(jv_object(), "name", knob);
		one = json_put(one, "value", knob_value(s, knob));
		one = json_put(one, "from", json_get(r.from, knob));
		*out = jv_array_append(*out, one);
	}
	/* Functions that a layer has replaced. */
	for (at_key = jv_object_iter(r.from); st == HCC_OK &&
	    jv_object_iter_valid(r.from, at_key);
	    at_key = jv_object_iter_next(r.from, at_key)) {
		one = jv_object_iter_key(r.from, at_key);
		file = jv_object_iter_value(r.from, at_key);
		if (is_function(&r, jv_string_value(one)))
			*out = jv_array_append(*out, json_put(json_put(
			    json_put_str(jv_object(), "name",
			    jv_string_value(one)), "value",
			    jv_string("function")), "from", jv_copy(file)));
		jv_free(one);
		jv_free(file);
	}
	if (st == HCC_OK)
		script_close(s);
	free_rows(&r);
	return st;
}

double
policy_number(struct script *s, const char *knob)
{
	jv	 v = knob_value(s, knob);
	double	 d = jv_get_kind(v) == JV_KIND_NUMBER ? jv_number_value(v) :
		    NAN;

	jv_free(v);
	return d;
}

static enum hcc_status
refuse_return(const char *name, const char *function, const char *wanted,
    jv got, struct hcc_err *e)
{
	return err_set(e, HCC_CONFIG, "%s.lua: %s must return %s, returns a %s",
	    name, function, wanted, jv_kind_name(jv_get_kind(got)));
}

enum hcc_status
policy_decide(struct script *s, const char *name, const char *function,
    jv args, bool *yes, struct hcc_err *e)
{
	jv		 r;
	jv_kind		 kind;
	enum hcc_status	 st = script_method(s, function, args, &r, e);

	kind = jv_get_kind(r);
	*yes = st == HCC_OK && kind == JV_KIND_TRUE;
	if (st == HCC_OK && !*yes && kind != JV_KIND_FALSE &&
	    kind != JV_KIND_NULL)
		st = refuse_return(name, function, "true or false", r, e);
	jv_free(r);
	return st;
}

enum hcc_status
policy_reason(struct script *s, const char *name, const char *function,
    jv args, char *why, size_t n, struct hcc_err *e)
{
	jv		 r;
	jv_kind		 kind;
	enum hcc_status	 st = script_method(s, function, args, &r, e);

	kind = jv_get_kind(r);
	snprintf(why, n, "%s", st == HCC_OK && kind == JV_KIND_STRING ?
	    jv_string_value(r) : "");
	if (st == HCC_OK && kind != JV_KIND_STRING && kind != JV_KIND_NULL)
		st = refuse_return(name, function, "a reason or nil", r, e);
	jv_free(r);
	return st;
}
