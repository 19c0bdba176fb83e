/*
 * config.c: config.lua to checked sections.
 */
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/json.h"
#include "lua/config.h"
#include "lua/script.h"

/* All sections of config.lua. */
static const char *const sections[] = { "embed", "environment",
    "llm" };
#define NSECTIONS (sizeof(sections) / sizeof(*sections))

static enum hcc_status
load(const struct places *at, jv *table, struct hcc_err *e)
{
	const char *const	 dirs[] = { at->config, NULL };
	struct script		*s = NULL;
	enum hcc_status		 st;

	*table = jv_object();
	if (!at->file_given && access(at->file, F_OK) != 0)
		return HCC_OK;
	if ((st = script_open(&s, at->file, dirs, e)) != HCC_OK)
		return st == HCC_MISSING ? err_set(e, HCC_CONFIG,
		    "read configuration '%s': no such file", at->file) : st;
	jv_free(*table);
	*table = script_table(s);
	script_close(s);
	if (jv_get_kind(*table) == JV_KIND_OBJECT ||
	    (jv_get_kind(*table) == JV_KIND_ARRAY && json_len(*table) == 0))
		return HCC_OK;
	return err_set(e, HCC_CONFIG, "%s: must return a table of sections",
	    at->file);
}

enum hcc_status
config_section(const struct places *at, const char *section,
    const struct knob *rows, jv *out, struct hcc_err *e)
{
	struct knob	 top[NSECTIONS + 1] = { 0 };
	enum hcc_status	 st;
	size_t		 i;
	jv		 table;

	/* Other sections are checked where they are used. */
	for (i = 0; i < NSECTIONS; i++)
		top[i] = (struct knob){ .name = sections[i],
		    .type = KNOB_TABLE, .of = strcmp(sections[i], section) ==
		    0 ? rows : NULL };
	*out = jv_invalid();
	if ((st = load(at, &table, e)) == HCC_OK)
		st = knob_check(top, at->file, "", NULL, &table, e);
	if (st == HCC_OK) {
		*out = json_get(table, section);
		knob_defaults(rows, out);
	}
	jv_free(table);
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
	return buf_detach(&b);
}
