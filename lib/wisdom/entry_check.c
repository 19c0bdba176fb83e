/*
 * entry_check.c: check entries from outside.
 *
 * Imported entries end up in terminals and in prompts: every member is checked
 * for type, size and characters; members that may be absent may be null.
 */
#include <limits.h>
#include <math.h>
#include <string.h>
#include <time.h>

#include "base/json.h"
#include "base/utf8.h"
#include "task/evidence.h"
#include "wisdom/entry.h"
#include "wisdom/pooled.h"
#include "wisdom/store.h"

#define MAX_COUNT	1e9
#define MAX_TAGS	64
#define MAX_TAG		64	/* bytes; so are these */
#define MAX_NAME	256
#define MAX_DESCRIPTOR	16384
#define MAX_EVIDENCE	65536
#define MAX_SETTINGS	8192
#define MAX_SOURCE	32768

/* Control characters; with `lines`, line breaks and tabs are allowed. */
static bool
is_harmful(uint32_t c, bool lines)
{
	return c == '\n' || c == '\t' ? !lines : utf8_harmful(c);
}

static const char *
check_text(jv v, size_t max, bool lines)
{
	const char	*p;
	size_t		 n, i, k;
	uint32_t	 c;

	if (jv_get_kind(v) != JV_KIND_STRING)
		return "must be a string";
	p = jv_string_value(v);
	n = (size_t)jv_string_length_bytes(jv_copy(v));
	if (n > max)
		return "is too long";
	for (i = 0; i < n; i += k) {
		if ((k = utf8_char(p + i, n - i, &c)) == 0)
			return "is not UTF-8";
		if (is_harmful(c, lines))
			return "holds control characters";
	}
	return NULL;
}

static const char *
check_filled(jv v, size_t max, bool lines)
{
	const char	*why = check_text(v, max, lines), *s;

	if (why != NULL)
		return why;
	s = jv_string_value(v);
	return s[strspn(s, " \t\n")] == '\0' ? "is empty" : NULL;
}

static const char *
check_tag(jv v)
{
	return check_filled(v, MAX_TAG, false);
}

const char *
check_time(jv v)
{
	struct tm	 tm = { 0 };
	const char	*s, *end;
	int		 day;

	if (jv_get_kind(v) != JV_KIND_STRING)
		return "must be a string";
	s = jv_string_value(v);
	end = strptime(s, "%Y-%m-%dT%H:%M:%SZ", &tm);
	day = tm.tm_mday;	/* timegm() makes March 2 of February 30 */
	/* Refuse years from 9000 on: the next decision needs a later time. */
	if (strlen(s) != 20 || end == NULL || *end != '\0' || *s > '8' ||
	    tm.tm_sec > 59 || timegm(&tm) == -1 || tm.tm_mday != day)
		return "must be a time such as 2026-01-31T08:00:00Z";
	return NULL;
}

const char *
check_id(jv v)
{
	const char	*s;

	if (jv_get_kind(v) != JV_KIND_STRING)
		return "must be a string";
	s = jv_string_value(v);
	if (strlen(s) != 64 || strspn(s, "0123456789abcdef") != 64)
		return "must be 64 hexadecimal digits";
	return NULL;
}

static const char *
check_kind(jv v)
{
	return check_text(v, MAX_NAME, false) == NULL &&
	    strcmp(jv_string_value(v), "wisdom") == 0 ? NULL :
	    "is not \"wisdom\"";
}

static const char *
check_goal(jv v)
{
	return check_text(v, MAX_NAME, false) == NULL &&
	    (strcmp(jv_string_value(v), "minimize") == 0 ||
	    strcmp(jv_string_value(v), "maximize") == 0) ? NULL :
	    "must be minimize or maximize";
}

static const char *
check_score(jv v)
{
	if (jv_get_kind(v) != JV_KIND_NUMBER)
		return "must be a number";
	/* libjq reads 1e999 as the largest double. */
	return fabs(jv_number_value(v)) < 1e308 ? NULL : "must be finite";
}

static const char *
check_count(jv v)
{
	double	 d = jv_get_kind(v) == JV_KIND_NUMBER ? jv_number_value(v) : -1;

	return d >= 0 && d <= MAX_COUNT && d == floor(d) ? NULL :
	    "must be a whole number from 0 to 1e9";
}

/* The strings inside are checked in the JSON text. */
static const char *
check_json(jv v, jv_kind kind, size_t max)
{
	struct buf	 b = BUF_INIT;
	const char	*why;
	jv		 dump;

	if (jv_get_kind(v) != kind)
		return kind == JV_KIND_ARRAY ? "must be an array" :
		    "must be an object";
	json_dump(&b, v);
	dump = jv_string_sized(buf_str(&b), (int)b.len);
	why = check_text(dump, max, false);
	jv_free(dump);
	buf_release(&b);
	return why;
}

/* Check the members of a list, at most `most`, by `check`. */
static const char *
check_list(jv list, int most, const char *(*check)(jv))
{
	const char	*why = NULL;
	jv		 one;
	int		 i;

	if (jv_get_kind(list) != JV_KIND_ARRAY)
		return "must be an array";
	if (json_len(list) > most)
		return "has too many members";
	for (i = 0; why == NULL && json_item(list, i, &one); i++)
		why = check(one);
	return why;
}

static const char *
check_cited(jv v)
{
	if (jv_get_kind(v) != JV_KIND_OBJECT ||
	    json_str(v, "claim", NULL) == NULL ||
	    jv_get_kind(json_at(v, "evidence")) != JV_KIND_ARRAY)
		return "needs a claim and what it cites in each member";
	if (!evidence_is_verdict(json_str(v, "verdict", "")))
		return "needs the verdict promising, dead end or "
		    "inconclusive in each member";
	return NULL;
}

static const char *
check_evidence(jv v)
{
	const char	*why = check_json(v, JV_KIND_ARRAY, MAX_EVIDENCE);

	return why != NULL ? why : check_list(v, INT_MAX, check_cited);
}

static const char *
check_source(jv v)
{
	return jv_get_kind(v) != JV_KIND_OBJECT ? "must hold objects" :
	    check_json(v, JV_KIND_OBJECT, MAX_SOURCE);
}

static const char *
check_ranked(jv v)
{
	jv	 settings = json_at(v, "settings");

	if (jv_get_kind(v) != JV_KIND_OBJECT)
		return "must hold objects";
	if (check_tag(json_at(v, "family")) != NULL)
		return "needs 'family', a short name, in each member";
	if (check_score(json_at(v, "score")) != NULL)
		return "needs 'score', a finite number, in each member";
	if (jv_get_kind(settings) != JV_KIND_NULL &&
	    check_json(settings, JV_KIND_OBJECT, MAX_SETTINGS) != NULL)
		return "needs 'settings', an object of at most 8192 bytes, in "
		    "each member";
	return NULL;
}

jv
wis_ranking(jv list, const char **why)
{
	jv	 out = jv_array(), one, r;
	int	 i;

	*why = check_list(list, WIS_MAX_RANKED, check_ranked);
	for (i = 0; *why == NULL && json_item(list, i, &one); i++) {
		r = json_put(jv_object(), "family", json_get(one, "family"));
		r = json_put(r, "score", json_get(one, "score"));
		out = jv_array_append(out, json_put(r, "settings",
		    jv_get_kind(json_at(one, "settings")) == JV_KIND_OBJECT ?
		    json_get(one, "settings") : jv_object()));
	}
	jv_free(list);
	return out;
}

enum form { WORDS, LINES, LIST, VALUE };

static const struct member {
	const char	*name;
	bool		 required;
	enum form	 form;
	int		 most;		/* bytes of a text, members of a list */
	const char	*(*check)(jv);	/* a value, or each of a list */
} members[] = {
	{ "kind", false, VALUE, 0, check_kind },
	{ "goal", false, VALUE, 0, check_goal },
	{ "score", false, VALUE, 0, check_score },
	{ "created", false, VALUE, 0, check_time },
	{ "task", true, WORDS, MAX_NAME, NULL },
	{ "descriptor", true, LINES, MAX_DESCRIPTOR, NULL },
	{ "text", true, LINES, WIS_MAX_TEXT, NULL },
	{ "metric", false, WORDS, MAX_TAG, NULL },
	{ "tags", false, LIST, MAX_TAGS, check_tag },
	{ "ranking", false, LIST, WIS_MAX_RANKED, check_ranked },
	{ "evidence", false, VALUE, 0, check_evidence },
	{ "provenance", false, LIST, INT_MAX, check_source },
	{ "trials", false, VALUE, 0, check_count },
	{ "wins", false, VALUE, 0, check_count },
	{ "harms", false, VALUE, 0, check_count },
	{ "gains", false, LIST, INT_MAX, gain_check },
	{ "history", false, LIST, INT_MAX, history_check },
	{ "id", false, VALUE, 0, check_id },
};

static const char *
check_member(const struct member *m, jv v)
{
	if (jv_get_kind(v) == JV_KIND_NULL)
		return m->required ? "is missing" : NULL;
	return m->form == VALUE ? m->check(v) : m->form == LIST ?
	    check_list(v, m->most, m->check) :
	    check_filled(v, (size_t)m->most, m->form == LINES);
}

enum hcc_status
entry_check(jv record, struct hcc_err *e)
{
	const char	*why;
	size_t		 i;

	if (jv_get_kind(record) != JV_KIND_OBJECT)
		return err_set(e, HCC_INPUT, "not a JSON object");
	for (i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		if ((why = check_member(&members[i], json_at(record,
		    members[i].name))) != NULL)
			return err_set(e, HCC_INPUT, "%s %s", members[i].name,
			    why);
	return HCC_OK;
}

jv
entry_sanitize(jv entry)
{
	static const struct {
		const char	*name;
		size_t		 max;
	} texts[] = { { "task", MAX_NAME }, { "descriptor", MAX_DESCRIPTOR },
	    { "text", WIS_MAX_TEXT } };
	struct buf	 b = BUF_INIT;
	jv		 tags = json_at(entry, "tags"), kept = jv_array(), tag;
	const char	*s;
	size_t		 i;
	int		 k;

	for (k = 0; k < MAX_TAGS && json_item(tags, k, &tag); k++)
		if (check_tag(tag) == NULL)
			kept = jv_array_append(kept, jv_copy(tag));
	for (i = 0; i < 3; i++) {
		if ((s = json_str(entry, texts[i].name, NULL)) == NULL)
			continue;
		utf8_add_plain(&b, s, strlen(s));
		entry = json_put(entry, texts[i].name, jv_string_sized(
		    buf_str(&b), (int)utf8_cut(buf_str(&b), b.len,
		    texts[i].max)));
		buf_reset(&b);
	}
	buf_release(&b);
	return json_put(entry, "tags", kept);
}
