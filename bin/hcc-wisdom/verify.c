/*
 * verify.c: verify the evidence of entries again: every claim, and every line
 * of the text that cites evidence, is looked up in the task that it comes from;
 * every archive must have the recorded checksum. The base is only read.
 */
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "hcc-wisdom/wisdom.h"
#include "task/evidence.h"

struct verification {
	struct evidence	*ev;
	int		 claims, verified;
	jv		 failed;
};

static void
note_failure(struct verification *c, const char *claim, const char *ref,
    const char *why)
{
	jv	 f = json_put(jv_object(), "claim", claim == NULL ? jv_null() :
		    jv_string(claim));

	f = json_put(f, "ref", *ref == '\0' ? jv_null() : jv_string(ref));
	c->failed = jv_array_append(c->failed, json_put_str(f, "why", why));
}

/* `claim` (borrowed) as an entry has it. What cannot be checked is no failure:
 * entries of others may hold it. */
static enum hcc_status
check_claim(struct verification *c, jv claim, struct hcc_err *e)
{
	struct claim_check	 is;
	enum hcc_status		 st = evidence_check(c->ev,
				    json_str(claim, "verdict", NULL),
				    json_str(claim, "claim", ""),
				    json_at(claim, "evidence"), &is, e);

	if (st != HCC_OK)
		return st;
	c->claims++;
	c->verified += is.state == CLAIM_VERIFIED;
	if (is.state == CLAIM_UNVERIFIED)
		note_failure(c, json_str(claim, "claim", ""), is.bad, is.why);
	return HCC_OK;
}

static enum hcc_status
check_claims(struct verification *c, jv entry, struct hcc_err *e)
{
	jv		 list = evidence_claims(entry), one;
	jv		 all = evidence_cited(list);
	enum hcc_status	 st;
	int		 i;

	all = evidence_refs(json_str(entry, "text", ""), all);
	st = evidence_load(c->ev, all, e);
	jv_free(all);
	for (i = 0; st == HCC_OK && json_item(list, i, &one); i++)
		st = check_claim(c, one, e);
	jv_free(list);
	return st;
}

/* What a line says, behind "- (role, scope) ". */
static const char *
said_in(const char *line)
{
	const char	*end = strncmp(line, "- (", 3) == 0 ?
			    strstr(line, ") ") : NULL;

	return end == NULL ? line : end + 2;
}

/* Check the lines of the text that cite evidence, outside of programs. */
static enum hcc_status
check_text(struct verification *c, jv entry, struct hcc_err *e)
{
	jv		 lines = jv_string_split(jv_string(json_str(entry,
			    "text", "")), jv_string("\n")), line, refs;
	jv		 said = jv_object();
	enum hcc_status	 st = HCC_OK;
	bool		 fence = false;
	int		 i;

	for (i = 0; st == HCC_OK && json_item(lines, i, &line); i++) {
		fence ^= strncmp(jv_string_value(line), "```", 3) == 0;
		refs = evidence_refs(jv_string_value(line), jv_array());
		if (json_len(refs) > 0 && !fence)
			st = check_claim(c, said = json_put_str(said, "claim",
			    said_in(jv_string_value(line))), e);
		jv_free(refs);
	}
	jv_free(said);
	jv_free(lines);
	return st;
}

/* The archives of this task whose checksums differ from those of one origin. */
static jv
wrong_archives(const struct task *t, jv origin)
{
	jv		 sums = json_at(origin, "archives"), out = jv_array();
	struct hcc_err	 e;
	char		 path[64], sum[65];
	const char	*key, *why;
	int		 it;
	jv		 k;

	if (jv_get_kind(sums) == JV_KIND_OBJECT)
		for (it = jv_object_iter(sums); jv_object_iter_valid(sums, it);
		    it = jv_object_iter_next(sums, it)) {
			k = jv_object_iter_key(sums, it);
			key = jv_string_value(k);
			snprintf(path, sizeof(path), "archive/%.16s.tar.zst",
			    key);
			e = (struct hcc_err)HCC_ERR_INIT;
			why = fs_sha256(t->dir, path, sum, &e) != HCC_OK ?
			    e.text : strcmp(sum, json_str(sums, key, "")) == 0 ?
			    NULL : "its checksum is not the one that was "
			    "recorded";
			if (why != NULL)
				out = jv_array_append(out, jv_string_fmt(
				    "%s: %s", path, why));
			jv_free(k);
		}
	return out;
}

/* An entry may have come from several tasks of this name: this one must be
 * one of them. */
static void
check_archives(struct verification *c, const struct task *t, jv entry)
{
	jv	 list = json_at(entry, "provenance"), best = jv_invalid();
	jv	 one, wrong;
	int	 i;

	for (i = 0; json_item(list, i, &one); i++) {
		wrong = wrong_archives(t, one);
		if (strcmp(json_str(one, "task", ""), json_str(entry, "task",
		    "")) == 0 && (!jv_is_valid(best) ||
		    json_len(wrong) < json_len(best))) {
			jv_free(best);
			best = jv_copy(wrong);
		}
		jv_free(wrong);
	}
	for (i = 0; jv_is_valid(best) && json_item(best, i, &one); i++)
		note_failure(c, NULL, "", jv_string_value(one));
	jv_free(best);
}

static enum hcc_status
check_entry(struct verification *c, const struct task *t, jv entry,
    struct hcc_err *e)
{
	enum hcc_status	 st;

	c->ev = evidence_open(t, json_at(entry, "provenance"));
	if ((st = check_claims(c, entry, e)) == HCC_OK)
		st = check_text(c, entry, e);
	if (st == HCC_OK)
		check_archives(c, t, entry);
	evidence_close(c->ev);
	return st;
}

/* Print one record; report an entry that fails. */
static void
print_result(struct app *a, jv entry, const struct verification *c,
    const char *status)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	const char	*id = json_str(entry, "id", "");
	jv		 r = json_put_str(jv_object(), "kind", "verify");

	r = json_put_str(r, "id", id);
	r = json_put(r, "task", json_get(entry, "task"));
	r = json_put_str(r, "status", status);
	r = json_put_num(r, "claims", c->claims);
	r = json_put_num(r, "verified", c->verified);
	tool_record(json_put(r, "failed", jv_copy(c->failed)));
	a->found++;
	if (strcmp(status, "failed") != 0)
		return;
	err_set(&e, HCC_INPUT, "wisdom %.16s: a claim could not be "
	    "verified; see hcc-why, or 'hcc-wisdom demote %.16s' so that it "
	    "is not fetched", id, id);
	tool_fail(&a->tool, &e);
}

static enum hcc_status
verify(void *ctx, jv entry, struct hcc_err *e)
{
	struct verification	 c = { .failed = jv_array() };
	struct app	*a = ctx;
	struct task	 t;
	const char	*status = "unreachable";
	enum hcc_status	 st = evidence_task(entry, NULL, &t, e);

	if (st == HCC_NONE)
		status = "curated";
	else if (st == HCC_OK) {
		st = check_entry(&c, &t, entry, e);
		status = json_len(c.failed) == 0 ? "verified" : "failed";
		task_close(&t);
	} else if (st != HCC_INTERNAL) {
		if (a->tool.verbose)
			tool_say(&a->tool, "%s", e->text);
		st = HCC_NONE;
	}
	/* The others are looked up all the same. */
	if (st == HCC_OK || st == HCC_NONE)
		print_result(a, entry, &c, status);
	else
		tool_fail(&a->tool, e);
	jv_free(c.failed);
	jv_free(entry);
	return ferror(stdout) ? HCC_IO : HCC_OK;
}

enum hcc_status
wisdom_verify(struct app *a, int argc, char **argv, struct hcc_err *e)
{
	jv	 entry;
	int	 i;

	if (argc == 0)
		return wis_list(a->w, verify, a, e);
	for (i = 0; i < argc && !ferror(stdout); i++)
		if (wis_get(a->w, argv[i], &entry, e) == HCC_OK)
			(void)verify(a, entry, e);
		else
			tool_fail(&a->tool, e);
	return HCC_OK;
}
