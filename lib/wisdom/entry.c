/*
 * entry.c: what an entry from outside must look like, and its identity.
 *
 * Entries travel between people as JSON lines and end up in terminals and in
 * prompts: every member is checked for type, size and characters, members that
 * may be absent are filled in, unknown ones are dropped. The identity is the
 * SHA-256 of "hcc wisdom 1\n" and then, for task, descriptor, text, metric,
 * goal, score (as %.17g) and each tag in byte order: the length in bytes, a
 * colon, the bytes and a comma; an absent value is a length of 0.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/utf8.h"
#include "task/evidence.h"
#include "wisdom/store.h"

#define MAX_COUNT	1e9
#define MAX_DESCRIPTOR	16384
#define MAX_TAGS	64
#define MAX_TAG		64	/* bytes */

/* Line breaks and tabs are fine where there are lines. */
static bool
harmful(uint32_t c, bool lines)
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
		if (harmful(c, lines))
			return "holds control characters";
	}
	return NULL;
}

static const char *
check_required(jv v, size_t max, bool lines)
{
	const char	*s;

	if (!jv_is_valid(v))
		return "is missing";
	if (jv_get_kind(v) != JV_KIND_STRING)
		return "must be a string";
	s = jv_string_value(v);
	if (s[strspn(s, " \t\n")] == '\0')
		return "is empty";
	return check_text(v, max, lines);
}

const char *
wis_check_time(jv v)
{
	struct tm	 tm = { 0 };
	const char	*s, *end;
	int		 day;

	if (jv_get_kind(v) != JV_KIND_STRING)
		return "must be a string";
	s = jv_string_value(v);
	end = strptime(s, "%Y-%m-%dT%H:%M:%SZ", &tm);
	day = tm.tm_mday;	/* timegm() makes March 2 of February 30 */
	/* From 9000 on there would be no later time for the next decision. */
	if (strlen(s) != 20 || end == NULL || *end != '\0' || *s > '8' ||
	    tm.tm_sec > 59 || timegm(&tm) == -1 || tm.tm_mday != day)
		return "must be a time such as 2026-01-31T08:00:00Z";
	return NULL;
}

const char *
wis_check_id(jv v)
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
check_score(jv v)
{
	double	 d;

	if (jv_get_kind(v) != JV_KIND_NUMBER)
		return "must be a number";
	d = jv_number_value(v);
	/* libjq reads 1e999 as the largest double. */
	return isfinite(d) && fabs(d) < 1e308 ? NULL : "must be finite";
}

static const char *
check_count(jv v)
{
	double	 d;

	if (jv_get_kind(v) != JV_KIND_NUMBER)
		return "must be a number";
	d = jv_number_value(v);
	return d >= 0 && d <= MAX_COUNT && d == floor(d) ? NULL :
	    "must be a count";
}

/* Its strings are looked at in its dump. */
const char *
wis_check_json(jv v, jv_kind kind, size_t max)
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

/* Judgements; of old entries the ids of suggestions. */
static const char *
check_evidence(jv v)
{
	const char	*why = wis_check_json(v, JV_KIND_ARRAY, 65536);
	int		 i, n = why == NULL ? jv_array_length(jv_copy(v)) : 0;
	jv		 one, refs;

	for (i = 0; i < n && why == NULL; i++) {
		one = jv_array_get(jv_copy(v), i);
		refs = json_get(one, "evidence");
		if (jv_get_kind(one) == JV_KIND_OBJECT &&
		    (json_str(one, "claim", NULL) == NULL ||
		    jv_get_kind(refs) != JV_KIND_ARRAY))
			why = "needs a claim and what it cites in each member";
		else if (jv_get_kind(one) == JV_KIND_OBJECT &&
		    !evidence_is_verdict(json_str(one, "verdict", "")))
			why = "needs the verdict promising, dead end or "
			    "inconclusive in each member";
		jv_free(refs);
		jv_free(one);
	}
	return why;
}

#define SETTINGS	8192	/* bytes of the settings of one */

static const char *
check_ranked(jv v)
{
	jv	 settings = json_at(v, "settings");

	if (jv_get_kind(v) != JV_KIND_OBJECT)
		return "must hold objects";
	if (check_required(json_at(v, "family"), MAX_TAG, false) != NULL)
		return "needs 'family', a short name, in each member";
	if (check_score(json_at(v, "score")) != NULL)
		return "needs 'score', a finite number, in each member";
	if (jv_get_kind(settings) != JV_KIND_NULL &&
	    wis_check_json(settings, JV_KIND_OBJECT, SETTINGS) != NULL)
		return "needs 'settings', an object of at most 8192 bytes, in "
		    "each member";
	return NULL;
}

jv
wis_ranking(jv list, const char **why)
{
	jv	 out = jv_array(), one, r;
	int	 i;

	*why = jv_get_kind(list) != JV_KIND_ARRAY ? "must be an array" :
	    json_len(list) > WIS_MAX_RANKED ? "is too long" : NULL;
	for (i = 0; *why == NULL && json_item(list, i, &one); i++) {
		if ((*why = check_ranked(one)) != NULL)
			break;
		r = json_put(jv_object(), "family", json_get(one, "family"));
		r = json_put(r, "score", json_get(one, "score"));
		out = jv_array_append(out, json_put(r, "settings",
		    jv_get_kind(json_at(one, "settings")) == JV_KIND_OBJECT ?
		    json_get(one, "settings") : jv_object()));
	}
	jv_free(list);
	return out;
}

static const char *
check_ranking(jv v)
{
	const char	*why;

	jv_free(wis_ranking(jv_copy(v), &why));
	return why;
}

static const char *
check_tags(jv v)
{
	const char	*why = NULL;
	jv		 tag;
	int		 i, n;

	if (jv_get_kind(v) != JV_KIND_ARRAY)
		return "must be an array";
	n = jv_array_length(jv_copy(v));
	if (n > MAX_TAGS)
		return "are too many";
	for (i = 0; i < n && why == NULL; i++) {
		tag = jv_array_get(jv_copy(v), i);
		why = check_required(tag, MAX_TAG, false);
		jv_free(tag);
	}
	return why;
}

bool
wis_is_word(const char *s, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strcmp(s, *words) == 0)
			return true;
	return false;
}

static const char *
check_word(jv v, const char *const *words)
{
	return jv_get_kind(v) == JV_KIND_STRING && wis_is_word(
	    jv_string_value(v), words) ? NULL : "is not one of the known "
	    "words";
}

enum kind {
	K_KIND, K_ID, K_LINE, K_PARAGRAPH, K_TEXT, K_TAGS, K_NAME, K_GOAL,
	K_SCORE, K_RANKING, K_EVIDENCE, K_PROVENANCE, K_HISTORY, K_TIME, K_COUNT
};

static const struct member {
	const char	*name;
	enum kind	 kind;
	bool		 required;
	const char	*dflt;		/* JSON */
} members[] = {
	{ "kind", K_KIND, false, "\"wisdom\"" },
	{ "id", K_ID, false, "null" },
	{ "task", K_LINE, true, NULL },
	{ "descriptor", K_PARAGRAPH, true, NULL },
	{ "text", K_TEXT, true, NULL },
	{ "tags", K_TAGS, false, "[]" },
	{ "metric", K_NAME, false, "null" },
	{ "goal", K_GOAL, false, "null" },
	{ "score", K_SCORE, false, "null" },
	{ "ranking", K_RANKING, false, "[]" },
	{ "evidence", K_EVIDENCE, false, "[]" },
	{ "provenance", K_PROVENANCE, false, "[]" },
	{ "history", K_HISTORY, false, "[]" },
	{ "created", K_TIME, false, "null" },
	{ "trials", K_COUNT, false, "0" },
	{ "wins", K_COUNT, false, "0" },
	{ "harms", K_COUNT, false, "0" },
};

static const char *
check_member(const struct member *m, jv v)
{
	static const char *const kinds[] = { "wisdom", NULL };
	static const char *const goals[] = { "minimize", "maximize", NULL };

	switch (m->kind) {
	case K_KIND:
		return check_word(v, kinds);
	case K_ID:
		return wis_check_id(v);
	case K_LINE:
		return check_required(v, 256, false);
	case K_PARAGRAPH:
		return check_required(v, MAX_DESCRIPTOR, true);
	case K_TEXT:
		return check_required(v, WIS_MAX_TEXT, true);
	case K_TAGS:
		return check_tags(v);
	case K_NAME:
		return check_required(v, 64, false);
	case K_GOAL:
		return check_word(v, goals);
	case K_SCORE:
		return check_score(v);
	case K_RANKING:
		return check_ranking(v);
	case K_EVIDENCE:
		return check_evidence(v);
	case K_PROVENANCE:
		return wis_check_provenance(v);
	case K_HISTORY:
		return wis_check_history(v);
	case K_TIME:
		return wis_check_time(v);
	case K_COUNT:
		return check_count(v);
	}
	return "is unknown";
}

/* Put a checked member into *out. */
static enum hcc_status
take(jv entry, const struct member *m, jv *out, struct hcc_err *e)
{
	jv		 v = json_get(entry, m->name);
	const char	*why = NULL;

	if (!m->required && jv_get_kind(v) <= JV_KIND_NULL) {
		jv_free(v);
		v = jv_parse(m->dflt);
	} else if (jv_get_kind(v) == JV_KIND_STRING && strlen(
	    jv_string_value(v)) != (size_t)jv_string_length_bytes(jv_copy(v)))
		why = "holds control characters";
	else
		why = check_member(m, v);
	if (why != NULL) {
		jv_free(v);
		return err_set(e, HCC_INPUT, "%s %s", m->name, why);
	}
	*out = json_put(*out, m->name, v);
	return HCC_OK;
}

/* Sorted and each once: the order of tags says nothing. */
static jv
tidy_tags(jv tags)
{
	jv	 out = jv_array(), was = jv_null(), tag;
	int	 i, n;

	tags = jv_sort(tags, jv_copy(tags));
	n = jv_array_length(jv_copy(tags));
	for (i = 0; i < n; i++) {
		tag = jv_array_get(jv_copy(tags), i);
		if (!jv_equal(jv_copy(tag), was))
			out = jv_array_append(out, jv_copy(tag));
		was = tag;
	}
	jv_free(was);
	jv_free(tags);
	return out;
}

static void
netstring(struct buf *b, const char *s)
{
	buf_addf(b, "%zu:", strlen(s));
	buf_adds(b, s);
	buf_addc(b, ',');
}

bool
wis_identity(jv entry, char id[65])
{
	static const char *const names[] = { "task", "descriptor", "text",
	    "metric", "goal" };
	struct buf	 b = BUF_INIT;
	char		 num[40] = "";
	jv		 v, tag;
	size_t		 k;
	int		 i, n;
	bool		 good;

	buf_adds(&b, "hcc wisdom 1\n");
	for (k = 0; k < sizeof(names) / sizeof(names[0]); k++)
		netstring(&b, json_str(entry, names[k], ""));
	v = json_get(entry, "score");
	if (jv_get_kind(v) == JV_KIND_NUMBER)	/* + 0.0: no minus zero */
		snprintf(num, sizeof(num), "%.17g", jv_number_value(v) + 0.0);
	jv_free(v);
	netstring(&b, num);
	v = json_get(entry, "tags");
	n = jv_array_length(jv_copy(v));
	for (i = 0; i < n; i++) {
		tag = jv_array_get(jv_copy(v), i);
		netstring(&b, jv_string_value(tag));
		jv_free(tag);
	}
	jv_free(v);
	good = buf_ok(&b);
	fs_sha256_mem(buf_str(&b), b.len, id);
	buf_release(&b);
	return good;
}

jv
wis_check(jv entry, struct hcc_err *e)
{
	jv		 out = jv_object();
	enum hcc_status	 st = HCC_OK;
	const char	*claimed;
	const char	*why;
	char		 id[65], now[32];
	size_t		 i;

	if (jv_get_kind(entry) != JV_KIND_OBJECT)
		st = err_set(e, HCC_INPUT, "not a JSON object");
	for (i = 0; st == HCC_OK && i < sizeof(members) / sizeof(members[0]);
	    i++)
		st = take(entry, &members[i], &out, e);
	if (st == HCC_OK) {
		out = json_put(out, "tags", tidy_tags(json_get(out, "tags")));
		out = json_put(out, "ranking", wis_ranking(json_get(out,
		    "ranking"), &why));
		claimed = json_str(out, "id", NULL);
		if (!wis_identity(out, id))
			st = err_nomem(e);
		else if (claimed != NULL && strcmp(claimed, id) != 0)
			st = err_set(e, HCC_INPUT,
			    "id does not belong to the content");
	}
	jv_free(entry);
	if (st != HCC_OK) {
		jv_free(out);
		return jv_invalid();
	}
	out = wis_sets_tidy(json_put_str(out, "id", id));
	wis_now(now);
	return json_str(out, "created", NULL) != NULL ? out :
	    json_put_str(out, "created", now);
}

/* The string without harmful characters, at most `max` bytes. */
static jv
mend_text(jv v, size_t max, bool lines)
{
	const char	*p;
	struct buf	 b = BUF_INIT;
	size_t		 n, i, k;
	uint32_t	 c;

	if (jv_get_kind(v) != JV_KIND_STRING)
		return v;
	p = jv_string_value(v);
	n = (size_t)jv_string_length_bytes(jv_copy(v));
	for (i = 0; i < n; i += k) {
		if ((k = utf8_char(p + i, n - i, &c)) == 0 || b.len + k > max)
			break;
		if (!harmful(c, lines))
			buf_add(&b, p + i, k);
		else if (c == '\n' || c == '\t')
			buf_addc(&b, ' ');
	}
	if (buf_ok(&b)) {
		jv_free(v);
		v = jv_string_sized(buf_str(&b), (int)b.len);
	}
	buf_release(&b);
	return v;
}

jv
wis_mend(jv entry)
{
	static const struct {
		const char	*name;
		size_t		 max;
		bool		 lines;
	} texts[] = { { "task", 256, false }, { "descriptor", MAX_DESCRIPTOR,
	    true }, { "text", WIS_MAX_TEXT, true } };
	jv	 tags = json_get(entry, "tags"), kept = jv_array(), tag;
	size_t	 i;
	int	 k;

	for (i = 0; i < 3; i++)
		if (json_str(entry, texts[i].name, NULL) != NULL)
			entry = json_put(entry, texts[i].name, mend_text(json_get(
			    entry, texts[i].name), texts[i].max,
			    texts[i].lines));
	for (k = 0; jv_get_kind(tags) == JV_KIND_ARRAY && k < MAX_TAGS &&
	    k < jv_array_length(jv_copy(tags)); k++) {
		tag = jv_array_get(jv_copy(tags), k);
		if (check_required(tag, MAX_TAG, false) == NULL)
			kept = jv_array_append(kept, jv_copy(tag));
		jv_free(tag);
	}
	jv_free(tags);
	return jv_get_kind(entry) == JV_KIND_OBJECT ?
	    json_put(entry, "tags", kept) : (jv_free(kept), entry);
}

jv
wis_line(const char *p, size_t n, struct hcc_err *e)
{
	size_t		 i, k;
	uint32_t	 c;
	jv		 v;

	/* libjq would silently replace what is not UTF-8. */
	for (i = 0; i < n; i += k)
		if ((k = utf8_char(p + i, n - i, &c)) == 0) {
			err_set(e, HCC_INPUT, "byte %zu is not UTF-8", i + 1);
			return jv_invalid();
		}
	v = json_parse(p, n, "entry", 0, e);
	return jv_is_valid(v) ? wis_check(v, e) : v;
}
