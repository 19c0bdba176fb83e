/*
 * config.c: config.lua to checked sections.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/json.h"
#include "lua/config.h"
#include "lua/script.h"

/* All sections there are, whoever reads them. */
static const struct config_key sections[] = {
	{ "embed", JV_KIND_OBJECT },
	{ "llm", JV_KIND_OBJECT },
	{ NULL, JV_KIND_INVALID }
};

static const char *
name_of(jv_kind k)
{
	switch (k) {
	case JV_KIND_STRING:
		return "a string";
	case JV_KIND_NUMBER:
		return "a number";
	case JV_KIND_TRUE:
		return "true or false";
	case JV_KIND_ARRAY:
		return "a list";
	default:
		return "a table";
	}
}

/* Lua cannot tell an empty list from an empty table. */
static bool
is_kind(jv v, jv_kind want)
{
	jv_kind	 k = jv_get_kind(v);

	if (k == want || (want == JV_KIND_TRUE && k == JV_KIND_FALSE) ||
	    want == JV_KIND_INVALID)
		return true;
	return want == JV_KIND_OBJECT && k == JV_KIND_ARRAY &&
	    jv_array_length(jv_copy(v)) == 0;
}

static enum hcc_status
unknown(const struct places *at, const char *where, const char *name,
    const struct config_key *keys, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;

	for (; keys->name != NULL; keys++)
		buf_addf(&b, "%s%s", b.len > 0 ? ", " : "", keys->name);
	st = err_set(e, HCC_CONFIG, "read '%s': %s%s: not known (known: %s)",
	    at->file, where, name, buf_str(&b));
	buf_release(&b);
	return st;
}

enum hcc_status
config_check(const struct places *at, jv table, const char *where,
    const struct config_key *keys, struct hcc_err *e)
{
	const struct config_key	*k;
	enum hcc_status		 st = HCC_OK;
	jv			 names, name, v;
	int			 i, n;

	if (jv_get_kind(table) != JV_KIND_OBJECT)
		return HCC_OK;			/* empty */
	names = jv_keys(jv_copy(table));
	n = jv_array_length(jv_copy(names));
	for (i = 0; i < n && st == HCC_OK; i++) {
		name = jv_array_get(jv_copy(names), i);
		v = jv_object_get(jv_copy(table), jv_copy(name));
		for (k = keys; k->name != NULL; k++)
			if (strcmp(k->name, jv_string_value(name)) == 0)
				break;
		if (k->name == NULL)
			st = unknown(at, where, jv_string_value(name), keys,
			    e);
		else if (!is_kind(v, k->kind))
			st = err_set(e, HCC_CONFIG, "read '%s': %s%s must be "
			    "%s", at->file, where, k->name, name_of(k->kind));
		jv_free(v);
		jv_free(name);
	}
	jv_free(names);
	return st;
}

static enum hcc_status
load(const struct places *at, jv *table, struct hcc_err *e)
{
	const char *const	 dirs[] = { at->config, NULL };
	struct script		*s = NULL;
	enum hcc_status		 st;

	if ((st = script_open(&s, at->file, dirs, e)) != HCC_OK)
		return st == HCC_MISSING ? err_set(e, HCC_CONFIG,
		    "read configuration '%s': no such file", at->file) : st;
	*table = script_table(s);
	script_close(s);
	if (is_kind(*table, JV_KIND_OBJECT))
		return HCC_OK;
	jv_free(*table);
	return err_set(e, HCC_CONFIG, "read '%s': must return a table of "
	    "sections", at->file);
}

enum hcc_status
config_section(const struct places *at, const char *section,
    const struct config_key *keys, jv *out, struct hcc_err *e)
{
	char		 where[64];
	enum hcc_status	 st;
	jv		 table;

	*out = jv_invalid();
	if (!at->file_given && access(at->file, F_OK) != 0) {
		*out = jv_object();
		return HCC_OK;
	}
	if ((st = load(at, &table, e)) != HCC_OK)
		return st;
	snprintf(where, sizeof(where), "%s.", section);
	if ((st = config_check(at, table, "", sections, e)) == HCC_OK) {
		*out = json_get(table, section);
		st = config_check(at, *out, where, keys, e);
	}
	jv_free(table);
	if (st == HCC_OK && jv_get_kind(*out) == JV_KIND_OBJECT)
		return HCC_OK;
	jv_free(*out);
	*out = st == HCC_OK ? jv_object() : jv_invalid();
	return st;
}

char *
config_path(const struct places *at, const char *file)
{
	struct buf	 b = BUF_INIT;
	const char	*slash = strrchr(at->file, '/');

	if (file[0] != '/' && slash != NULL)
		buf_add(&b, at->file, (size_t)(slash + 1 - at->file));
	buf_adds(&b, file);
	if (buf_ok(&b))
		return buf_detach(&b);
	buf_release(&b);
	return NULL;
}
