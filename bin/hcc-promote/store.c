/*
 * store.c: update the base at the end of a task.
 */
#include "base/fs.h"
#include "hcc-promote/store.h"
#include "lua/policy.h"
#include "wisdom/credit.h"

enum hcc_status
promote_credit(const struct tool *tool, const char *base,
    const struct task *t, const struct state *state, struct hcc_err *e)
{
	struct script	*policy = NULL;
	struct wis	*w = NULL;
	enum hcc_status	 st;

	if (!fs_exists(t->dir, "prefetch.md"))
		return HCC_OK;
	st = wis_open(tool_wisdom(base), WIS_WRITE, &w, e);
	if (st == HCC_MISSING)
		return HCC_OK;
	if (st == HCC_PERMISSION) {
		tool_warn(tool, "outcome of the fetched wisdom not recorded: "
		    "%s", e->text);
		return HCC_OK;
	}
	if (st == HCC_OK && (st = policy_open(t->path, tool_places(), "promote",
	    &policy, e)) == HCC_OK)
		st = credit_apply(w, t, state, policy, e);
	script_close(policy);
	wis_close(w);
	return st;
}

enum hcc_status
promote_store(const struct task *t, struct wis *w, jv entry,
    const char *embedder, const float *v, size_t dim, char id[65],
    struct hcc_err *e)
{
	struct script	*policy = NULL;
	enum hcc_status	 st;

	if ((st = policy_open(t->path, tool_places(), "promote", &policy, e)) !=
	    HCC_OK || (st = wis_begin(w, e)) != HCC_OK) {
		jv_free(entry);
		script_close(policy);
		return st;
	}
	st = wis_add(w, entry, v == NULL ? NULL : embedder, v, dim, NULL, id,
	    e);
	if (st == HCC_OK && v != NULL)
		st = supersede_similar(w, id, embedder, v, dim, policy, e);
	if (st == HCC_OK)
		st = wis_commit(w, e);
	script_close(policy);
	return st;
}
