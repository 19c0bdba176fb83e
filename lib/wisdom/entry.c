/*
 * entry.c: check entries from outside and compute their identity.
 *
 * Imported entries end up in terminals and in prompts: every member is checked
 * for type, size and characters, members that may be absent are filled in,
 * unknown ones are dropped. The identity is the
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
#include "wisdom/entry.h"
#include "wisdom/store.h"

#define MAX_COUNT	1e9
#define MAX_DESCRIPTOR	16384
#define MAX_TAGS	64
#define MAX_TAG		64	/* bytes */

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
const char *
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

static const char *
check_evidence(jv v)
{
	const char	*why = check_json(v, JV_KIND_ARRAY, 65536);
	jv		 one;
	int		 i;

	for (i = 0; why == NULL && json_item(v, i, &one); i++)
		if (jv_get_kind(one) != JV_KIND_OBJECT ||
		    json_str(one, "claim", NULL) == NULL ||
		    jv_get_kind(json_at(one, "evidence")) != JV_KIND_ARRAY)
			why = "needs a claim and what it cites in each member";
		else if (!evidence_is_verdict(json_str(one, "verdict", "")))
			why = "needs the verdict promising, dead end or "
			    "inconclusive in each member";
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
	    check_json(settings, JV_KIND_OBJECT, SETTINGS) != NULL)
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
	int		 i;

	if (jv_get_kind(v) != JV_KIND_ARRAY)
		return "must be an array";
	if (json_len(v) > MAX_TAGS)
		return "must have at most 64 members";
	for (i = 0; why == NULL && json_item(v, i, &tag); i++)
		why = check_required(tag, MAX_TAG, false);
	return why;
}

/* Sort, and drop duplicates. */
static jv
tidy_tags(jv tags)
{
	jv	 out = jv_array(), last = jv_null(), tag;
	int	 i;

	tags = jv_sort(tags, jv_copy(tags));
	for (i = 0; json_item(tags, i, &tag); i++) {
		if (!jv_equal(jv_copy(tag), jv_copy(last)))
			out = jv_array_append(out, jv_copy(tag));
		last = tag;
	}
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

static const char *const goals[] = { "", "minimize", "maximize" };

static bool
compute_id(struct entry *x)
{
	struct buf	 b = BUF_INIT;
	char		 num[40] = "";
	jv		 tag;
	int		 i;
	bool		 good;

	buf_adds(&b, "hcc wisdom 1\n");
	netstring(&b, x->task);
	netstring(&b, x->descriptor);
	netstring(&b, x->text);
	netstring(&b, x->metric == NULL ? "" : x->metric);
	netstring(&b, goals[x->goal]);
	if (!isnan(x->score))	/* + 0.0: no minus zero */
		snprintf(num, sizeof(num), "%.17g", x->score + 0.0);
	netstring(&b, num);
	for (i = 0; json_item(x->tags, i, &tag); i++)
		netstring(&b, jv_string_value(tag));
	good = buf_ok(&b);
	fs_sha256_mem(buf_str(&b), b.len, x->id);
	buf_release(&b);
	return good;
}

/* State of entry_read(); reading stops at the first fault. */
struct entry_reader {
	jv		 record;	/* borrowed */
	enum hcc_status	 st;
	struct hcc_err	*e;
};

static void
refuse(struct entry_reader *r, const char *name, const char *why)
{
	if (why != NULL && r->st == HCC_OK)
		r->st = err_set(r->e, HCC_INPUT, "%s %s", name, why);
}

/* Get a member; false if it is absent, null or an earlier one was refused. */
static bool
read_member(struct entry_reader *r, const char *name, jv *v)
{
	*v = json_at(r->record, name);
	if (jv_get_kind(*v) == JV_KIND_STRING && strlen(
	    jv_string_value(*v)) != (size_t)jv_string_length_bytes(
	    jv_copy(*v)))
		refuse(r, name, "holds control characters");
	return r->st == HCC_OK && jv_get_kind(*v) != JV_KIND_NULL;
}

static void
read_text(struct entry_reader *r, const char *name, size_t max, bool lines,
    bool required, char **out)
{
	jv	 v;

	if (!read_member(r, name, &v)) {
		refuse(r, name, required ? "is missing" : NULL);
		return;
	}
	refuse(r, name, check_required(v, max, lines));
	if (r->st == HCC_OK && (*out = strdup(jv_string_value(v))) == NULL)
		r->st = err_nomem(r->e);
}

static void
read_list(struct entry_reader *r, const char *name, const char *(*check)(jv),
    jv *out)
{
	jv	 v;

	jv_free(*out);
	*out = jv_array();
	if (!read_member(r, name, &v))
		return;
	refuse(r, name, check(v));
	if (r->st == HCC_OK) {
		jv_free(*out);
		*out = jv_copy(v);
	}
}

static void
read_count(struct entry_reader *r, const char *name, int64_t *out)
{
	jv	 v;

	if (!read_member(r, name, &v))
		return;
	refuse(r, name, check_count(v));
	*out = r->st == HCC_OK ? (int64_t)jv_number_value(v) : 0;
}

static void
read_scalars(struct entry_reader *r, struct entry *x)
{
	const char	*s;
	jv		 v;

	if (read_member(r, "kind", &v) && strcmp(json_str(r->record, "kind", ""),
	    "wisdom") != 0)
		refuse(r, "kind", "is not \"wisdom\"");
	x->goal = GOAL_NONE;
	if (read_member(r, "goal", &v)) {
		s = json_str(r->record, "goal", "");
		x->goal = strcmp(s, "minimize") == 0 ? GOAL_MINIMIZE :
		    strcmp(s, "maximize") == 0 ? GOAL_MAXIMIZE : GOAL_NONE;
		refuse(r, "goal", x->goal != GOAL_NONE ? NULL :
		    "must be minimize or maximize");
	}
	x->score = NAN;
	if (read_member(r, "score", &v)) {
		refuse(r, "score", check_score(v));
		x->score = r->st == HCC_OK ? jv_number_value(v) : NAN;
	}
	wis_now(x->created);
	if (read_member(r, "created", &v)) {
		refuse(r, "created", check_time(v));
		if (r->st == HCC_OK)
			strcpy(x->created, jv_string_value(v));
	}
}

enum hcc_status
entry_read(struct entry *x, jv record, struct hcc_err *e)
{
	struct entry_reader	 r = { record, HCC_OK, e };
	const char	*why;
	jv		 v;

	if (jv_get_kind(record) != JV_KIND_OBJECT)
		return err_set(e, HCC_INPUT, "not a JSON object");
	read_scalars(&r, x);
	read_text(&r, "task", 256, false, true, &x->task);
	read_text(&r, "descriptor", MAX_DESCRIPTOR, true, true,
	    &x->descriptor);
	read_text(&r, "text", WIS_MAX_TEXT, true, true, &x->text);
	read_text(&r, "metric", 64, false, false, &x->metric);
	read_list(&r, "tags", check_tags, &x->tags);
	read_list(&r, "ranking", check_ranking, &x->ranking);
	read_list(&r, "evidence", check_evidence, &x->evidence);
	read_list(&r, "provenance", provenance_check, &x->provenance);
	read_count(&r, "trials", &x->trials);
	read_count(&r, "wins", &x->wins);
	read_count(&r, "harms", &x->harms);
	if (read_member(&r, "history", &v))
		refuse(&r, "history", history_check(v));
	if (r.st == HCC_OK && !history_read(x, v))
		return err_nomem(e);
	if (read_member(&r, "id", &v))
		refuse(&r, "id", check_id(v));
	if (r.st != HCC_OK)
		return r.st;
	x->tags = tidy_tags(x->tags);
	x->ranking = wis_ranking(x->ranking, &why);
	x->provenance = provenance_tidy(x->provenance);
	if (!compute_id(x))
		return err_nomem(e);
	if (strcmp(json_str(record, "id", x->id), x->id) != 0)
		return err_set(e, HCC_INPUT,
		    "id does not belong to the content");
	return HCC_OK;
}

static jv
string_or_null(const char *s)
{
	return s == NULL || *s == '\0' ? jv_null() : jv_string(s);
}

jv
entry_json(const struct entry *x, bool local)
{
	jv	 r = json_put_str(jv_object(), "kind", "wisdom");

	r = json_put_str(json_put_str(r, "id", x->id), "task", x->task);
	r = json_put_str(r, "descriptor", x->descriptor);
	r = json_put_str(r, "text", x->text);
	r = json_put(r, "tags", jv_copy(x->tags));
	r = json_put(r, "metric", string_or_null(x->metric));
	r = json_put(r, "goal", string_or_null(goals[x->goal]));
	r = json_put_num(r, "score", x->score);
	r = json_put(r, "ranking", jv_copy(x->ranking));
	r = json_put(r, "evidence", jv_copy(x->evidence));
	r = json_put(r, "provenance", jv_copy(x->provenance));
	r = json_put_str(r, "created", x->created);
	r = json_put(r, "history", history_json(x));
	r = json_put_str(r, "status", entry_status_name(x->status));
	r = json_put(r, "decided", string_or_null(x->decided));
	r = json_put(r, "superseded_by", string_or_null(x->successor));
	if (x->trials >= 0) {
		r = json_put_num(r, "trials", (double)x->trials);
		r = json_put_num(r, "wins", (double)x->wins);
		r = json_put_num(r, "harms", (double)x->harms);
	}
	if (!local)
		return r;
	r = json_put(r, "origin", string_or_null(x->origin));
	return json_put(r, "place", string_or_null(x->place));
}

void
entry_release(struct entry *x)
{
	free(x->task);
	free(x->descriptor);
	free(x->text);
	free(x->metric);
	free(x->history);
	free(x->origin);
	free(x->place);
	jv_free(x->tags);
	jv_free(x->ranking);
	jv_free(x->evidence);
	jv_free(x->provenance);
	*x = (struct entry)ENTRY_INIT;
}

/* The string without harmful characters, at most `max` bytes. */
static jv
sanitize_text(jv v, size_t max, bool lines)
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
		if (!is_harmful(c, lines))
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
entry_sanitize(jv entry)
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
			entry = json_put(entry, texts[i].name, sanitize_text(json_get(
			    entry, texts[i].name), texts[i].max,
			    texts[i].lines));
	for (k = 0; k < MAX_TAGS && json_item(tags, k, &tag); k++)
		if (check_required(tag, MAX_TAG, false) == NULL)
			kept = jv_array_append(kept, jv_copy(tag));
	jv_free(tags);
	return jv_get_kind(entry) == JV_KIND_OBJECT ?
	    json_put(entry, "tags", kept) : (jv_free(kept), entry);
}
