/*
 * credit.c: record which entries a task was shown, and count the outcome.
 *
 * A use is one row for an entry and the uid of a task; closing it, counting it
 * and the verdict of promote.lua are one transaction, so that ending a task
 * again after a kill counts nothing twice.
 */
#include <math.h>
#include <string.h>
#include <time.h>

#include "base/fs.h"
#include "base/json.h"
#include "wisdom/prefetch_md.h"
#include "lua/policy.h"
#include "task/journal.h"
#include "task/plan.h"
#include "task/state.h"
#include "wisdom/control.h"
#include "wisdom/credit.h"

/* The uid of a task: SHA-256 of the first line of its journal. */
static enum hcc_status
task_uid(const struct task *t, char out[65], struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st = HCC_OK;

	if (fs_exists(t->dir, "journal.jsonl"))
		st = fs_read(t->dir, "journal.jsonl", 0, &b, e);
	if (st == HCC_OK && b.len == 0)
		st = err_set(e, HCC_NONE, "task '%s' has no journal yet",
		    t->path);
	if (st == HCC_OK)
		fs_sha256_mem(buf_str(&b), strcspn(buf_str(&b), "\n"), out);
	buf_release(&b);
	return st;
}

static jv
ids_of(jv list)
{
	jv	 ids = jv_array(), w;
	int	 i;

	for (i = 0; json_item(list, i, &w); i++)
		ids = jv_array_append(ids, json_get(w, "id"));
	jv_free(list);
	return ids;
}

/* When wisdom was fetched: the time of the last event "prefetch", else now. */
static void
fetch_time(const struct task *t, char out[32])
{
	struct tm	 tm;
	time_t		 at;
	jv		 events;
	int		 torn;

	(void)journal_read(t, &events, &torn, NULL);
	at = (time_t)json_num(journal_last(events, "prefetch"), "t",
	    (double)time(NULL));
	jv_free(events);
	gmtime_r(&at, &tm);
	strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

enum hcc_status
credit_record_shown(struct wis *w, const struct task *t, struct hcc_err *e)
{
	enum hcc_status	 st;
	char		 uid[65], at[32];
	jv		 use, ids;

	if ((st = task_uid(t, uid, e)) != HCC_OK)
		return st;
	fetch_time(t, at);
	use = json_put_str(jv_object(), "uid", uid);
	use = json_put_str(use, "task", t->id);
	use = json_put_str(json_put_str(use, "place", t->path), "at", at);
	ids = ids_of(prefetch_md_load(t));
	st = wis_record_shown(w, use, ids, e);
	jv_free(ids);
	return st;
}

/* Add the runs of suggestions, and the seconds of work, until the first valid
 * result. */
static enum hcc_status
effort_until_valid(const struct task *t, jv *out, struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 events, ev, head;
	int		 i, torn, p, d, k, attempt, runs = 0;

	if ((st = journal_read(t, &events, &torn, e)) != HCC_OK)
		return st;
	for (i = 0; json_item(events, i, &ev); i++) {
		if (strcmp(json_str(ev, "ev", ""), "run") != 0 ||
		    !plan_id_parse(json_str(ev, "id", ""), &p, &d, &k,
		    &attempt) || d == 0)
			continue;
		runs++;
		if (!status_ok(json_str(ev, "status", NULL)))
			continue;
		*out = json_put_num(*out, "attempts", runs);
		head = jv_array_slice(jv_copy(events), 0, i + 1);
		*out = json_put_num(*out, "seconds", journal_spent(head, NULL));
		jv_free(head);
		break;
	}
	jv_free(events);
	return HCC_OK;
}

enum hcc_status
credit_outcome(const struct task *t, const struct state *state,
    struct script *policy, jv *outcome, struct hcc_err *e)
{
	struct control	 c;
	jv		 out = jv_object();
	enum hcc_status	 st = control_compare(t, state, policy, &c, e);

	out = json_put_num(out, "score", state->best == NULL ? NAN :
	    state->best->score);
	if (c.run) {
		out = json_put_num(out, "rank", strcmp(c.outcome, "harm") == 0 ?
		    2 : 1);
		out = json_put(out, "used", jv_copy(c.used));
	}
	out = json_put(out, "control", jv_bool(c.run));
	out = json_put_str(out, "outcome", c.outcome);
	if (isfinite(c.gain)) {
		out = json_put_num(out, "gain", c.gain);
		out = json_put_str(out, "comparison", c.id);
	}
	if (st != HCC_OK || (st = effort_until_valid(t, &out, e)) != HCC_OK) {
		jv_free(out);
		out = jv_invalid();
	}
	control_free(&c);
	*outcome = out;
	return st;
}

/* Is `id`, or a prefix of it, in `used`? */
static bool
is_used(jv used, const char *id)
{
	size_t	 n = strlen(id), k;
	bool	 yes = false;
	jv	 v;
	int	 i;

	for (i = 0; !yes && json_item(used, i, &v); i++) {
		k = strlen(jv_string_value(v));
		yes = strncmp(id, jv_string_value(v), k < n ? k : n) == 0;
	}
	return yes;
}

/* Ask promote.lua what the status of an entry is now. */
static enum hcc_status
apply_verdict(struct wis *w, const char *id, jv heading, struct script *policy,
    struct hcc_err *e)
{
	static const char *const names[] = { "id", "task", "status", "trials",
	    "wins", "harms", "pooled", "origin", "metric", "goal", "created" };
	enum hcc_status	 st;
	const char	*now;
	jv		 entry, s = jv_object(), r = jv_invalid();
	size_t		 i;

	if ((st = wis_get(w, id, &entry, e)) != HCC_OK)
		goto out;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		s = json_put(s, names[i], json_get(entry, names[i]));
	s = json_put(s, "similarity", json_get(heading, "similarity"));
	if (wis_by_person(entry))
		goto out;
	st = script_method(policy, "verdict", jv_array_append(jv_array(),
	    jv_copy(s)), &r, e);
	if (st != HCC_OK || jv_get_kind(r) == JV_KIND_NULL)
		goto out;
	now = jv_get_kind(r) == JV_KIND_STRING ? jv_string_value(r) : "";
	if (strcmp(now, "confirmed") != 0 && strcmp(now, "demoted") != 0 &&
	    strcmp(now, "provisional") != 0)
		st = err_set(e, HCC_CONFIG, "promote.lua: verdict() must "
		    "return \"confirmed\", \"demoted\", \"provisional\" or "
		    "nil");
	else if (strcmp(now, json_str(entry, "status", "")) != 0)
		st = wis_decide(w, id, now, "rule", e);
out:
	jv_free(r);
	jv_free(s);
	jv_free(entry);
	return st;
}

/* The outcome (borrowed) for an entry that had no part in it. */
static jv
no_part(jv outcome)
{
	outcome = json_put_str(jv_copy(outcome), "outcome", "neutral");
	return jv_object_delete(outcome, jv_string("gain"));
}

/* Count the outcome for one entry that was shown, and apply the verdict. */
static enum hcc_status
credit_entry(struct wis *w, jv heading, const char *uid, jv outcome,
    bool shared, struct script *policy, struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 entry, mine;
	const char	*id;
	bool		 counted = false;

	st = wis_get(w, json_str(heading, "id", ""), &entry, e);
	if (st == HCC_OK) {
		id = json_str(entry, "id", "");
		mine = shared || is_used(json_at(outcome, "used"), id) ?
		    jv_copy(outcome) : no_part(outcome);
		st = wis_credit(w, id, uid, mine, &counted, e);
		if (st == HCC_OK && counted)
			st = apply_verdict(w, id, heading, policy, e);
	} else if (st == HCC_NONE || st == HCC_INPUT)
		st = HCC_OK;	/* forgotten, or edited by hand */
	jv_free(entry);
	return st;
}

/* Only entries that suggestions cite get credit; if none is cited, all do. */
static bool
credit_is_shared(jv list, jv outcome)
{
	jv	 h;
	int	 i;

	for (i = 0; json_item(list, i, &h); i++)
		if (is_used(json_at(outcome, "used"), json_str(h, "id", "-")))
			return false;
	return true;
}

enum hcc_status
credit_apply(struct wis *w, const struct task *t, const struct state *state,
    struct script *policy, struct hcc_err *e)
{
	enum hcc_status	 st;
	char		 uid[65];
	jv		 list = prefetch_md_load(t), outcome = jv_invalid(), h;
	bool		 shared;
	int		 i;

	if (json_len(list) == 0 ||
	    (st = task_uid(t, uid, e)) == HCC_NONE) {
		jv_free(list);
		return HCC_OK;
	}
	if (st == HCC_OK && (st = credit_outcome(t, state, policy,
	    &outcome, e)) == HCC_OK && (st = wis_begin(w, e)) == HCC_OK) {
		shared = credit_is_shared(list, outcome);
		st = credit_record_shown(w, t, e);
		for (i = 0; st == HCC_OK && json_item(list, i, &h); i++)
			st = credit_entry(w, h, uid, outcome, shared, policy,
			    e);
		if (st == HCC_OK)
			st = wis_commit(w, e);
	}
	jv_free(outcome);
	jv_free(list);
	return st;
}
