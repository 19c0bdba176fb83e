/*
 * forget.c: forget entries: by id, or those of a task, of a time, or that a
 * text would fetch.
 *
 * First entries are deleted from the base, each durably; then from prefetch.md
 * of the tasks that were shown them; then the file of the base is rewritten. An
 * interrupted command is completed by the next one: the base has a table of
 * leftovers and a mark.
 */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "embed/embedder.h"
#include "hcc-wisdom/wisdom.h"
#include "wisdom/prefetch.h"
#include "wisdom/prefetch_md.h"

/* Remove forgotten entries (`id`, NULL: all) from the files of tasks. *files:
 * the files that changed; *left: those that could not be changed. */
static enum hcc_status
clean_tasks(struct app *a, const char *id, jv *files, jv *left,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	const char	*place, *whose;
	bool		 changed;
	int		 i;
	jv		 list, one, name;

	*files = jv_array();
	*left = jv_array();
	st = wis_leftovers(a->w, &list, e);
	for (i = 0; st == HCC_OK && json_item(list, i, &one); i++) {
		whose = json_str(one, "id", "");
		place = json_str(one, "place", "");
		name = jv_string_fmt("%s/prefetch.md", place);
		if (id != NULL && strcmp(id, whose) != 0)
			st = HCC_OK;
		else if ((st = prefetch_remove(place, whose, &changed, e)) ==
		    HCC_OK || st == HCC_MISSING) {
			if (st == HCC_MISSING)
				tool_warn(&a->tool, "task '%s' no longer "
				    "exists; a copy of it may still hold the "
				    "entry", place);
			else if (changed)
				*files = jv_array_append(*files,
				    jv_copy(name));
			st = wis_leftover_remove(a->w, whose, place, e);
		} else {
			err_prefix(e, "wisdom %.16s is still in '%s', forget "
			    "it again later", whose, jv_string_value(name));
			tool_fail(&a->tool, e);
			*left = jv_array_append(*left, jv_copy(name));
			st = HCC_OK;
		}
		jv_free(name);
	}
	jv_free(list);
	return st;
}

static void
print_forgotten(jv entry, jv files, jv left, bool done)
{
	jv	 r = json_put_str(jv_object(), "kind", "forgotten");

	r = json_put(r, "id", json_get(entry, "id"));
	r = json_put(r, "task", json_get(entry, "task"));
	r = json_put(r, "created", json_get(entry, "created"));
	r = json_put(json_put(r, "files", files), "left", left);
	tool_record(json_put(r, "done", jv_bool(done)));
}

/* Print the files that would change. */
static enum hcc_status
print_dry_run(struct app *a, jv entry, struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 uses, use, files = jv_array();
	int		 i;

	st = wis_uses(a->w, json_str(entry, "id", ""), &uses, e);
	for (i = 0; json_item(uses, i, &use); i++) {
		files = jv_array_append(files, jv_string_fmt("%s/prefetch.md",
		    json_str(use, "place", "")));
	}
	jv_free(uses);
	if (st == HCC_OK)
		print_forgotten(entry, files, jv_array(), false);
	else
		jv_free(files);
	return st;
}

static enum hcc_status
forget_id(struct app *a, const char *prefix, struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 entry, files, left;

	st = wis_get(a->w, prefix, &entry, e);
	if (st == HCC_NONE && !a->dry)	/* perhaps forgotten before */
		st = wis_forget(a->w, prefix, e);
	else if (st == HCC_OK && a->dry)
		st = print_dry_run(a, entry, e);
	else if (st == HCC_OK && (st = wis_forget(a->w, json_str(entry, "id",
	    ""), e)) == HCC_OK) {
		a->found++;
		st = clean_tasks(a, json_str(entry, "id", ""), &files, &left,
		    e);
		print_forgotten(entry, files, left, true);
	}
	jv_free(entry);
	return st;
}

struct selection {
	const struct app	*a;
	jv			 ids;
};

/* wis_each: select the entries that match the options. */
static enum hcc_status
choose(void *ctx, jv entry, struct hcc_err *e)
{
	struct selection	*c = ctx;
	const char	*made = json_str(entry, "created", "");

	(void)e;
	if ((c->a->task == NULL ||
	    strcmp(c->a->task, json_str(entry, "task", "")) == 0) &&
	    (*c->a->before == '\0' || strcmp(made, c->a->before) < 0) &&
	    (*c->a->since == '\0' || strcmp(made, c->a->since) >= 0))
		c->ids = jv_array_append(c->ids, json_get(entry, "id"));
	jv_free(entry);
	return HCC_OK;
}

/* Entries that the text would fetch, including inactive ones. */
static enum hcc_status
match_text(struct app *a, jv *list, struct hcc_err *e)
{
	struct embedder	*em = NULL;
	struct script	*policy = NULL;
	float		*v = NULL;
	enum hcc_status	 st;

	*list = jv_array();
	if (!a->dry && (st = app_embed(a, false, e)) != HCC_OK)
		return st;
	wis_include_inactive(a->w);
	if ((st = policy_open(NULL, tool_places(), "prefetch", &policy, e)) ==
	    HCC_OK && (st = app_embedder(a, &em, e)) == HCC_OK && (st =
	    embedder_texts(em, &a->match, 1, &v, NULL, e)) == HCC_OK) {
		jv_free(*list);
		st = wis_match(a->w, embedder_id(em), v, embedder_dim(em),
		    prefetch_delta(policy, em), 0, list, e);
	}
	free(v);
	script_close(policy);
	return st;
}

/* The ids of the entries that the options select. */
static enum hcc_status
select_ids(struct app *a, jv *ids, struct hcc_err *e)
{
	struct selection	 c = { a, jv_array() };
	enum hcc_status	 st;
	jv		 list, one;
	int		 i;

	if (a->match == NULL)
		st = wis_list(a->w, choose, &c, e);
	else {
		st = match_text(a, &list, e);
		for (i = 0; json_item(list, i, &one); i++)
			(void)choose(&c, jv_copy(one), e);
		jv_free(list);
	}
	*ids = c.ids;
	return st;
}

static enum hcc_status
forget_selected(struct app *a, struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 ids, id;
	int		 i;

	st = select_ids(a, &ids, e);
	if (st == HCC_OK && json_len(ids) == 0)
		st = err_set(e, HCC_NONE, "no entry matches these options");
	for (i = 0; st == HCC_OK && json_item(ids, i, &id); i++)
		st = forget_id(a, jv_string_value(id), e);
	jv_free(ids);
	return st;
}

/* Complete an interrupted command. */
static enum hcc_status
finish_earlier(struct app *a, struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 files, left;

	st = clean_tasks(a, NULL, &files, &left, e);
	if (json_len(files) > 0)
		print_forgotten(jv_null(), jv_copy(files), jv_array(), true);
	jv_free(files);
	jv_free(left);
	return st;
}

enum hcc_status
forget_some(struct app *a, int argc, char **argv, struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	bool		 chosen = a->match != NULL || a->task != NULL ||
			    *a->before != '\0' || *a->since != '\0';

	if (chosen && argc > 0)
		tool_usage(&a->tool, "forget takes ids, or options that choose "
		    "entries, not both");
	if (!a->dry && (st = finish_earlier(a, e)) != HCC_OK)
		return st;
	if (chosen)
		st = forget_selected(a, e);
	else
		app_each_id(a, argc, argv, forget_id);
	if (a->found > 0 && wis_purge(a->w, st == HCC_OK ? e : NULL) ==
	    HCC_AGAIN && st == HCC_OK)
		st = err_set(e, HCC_AGAIN, "forgotten, but another process is "
		    "reading; the file is rewritten by the next command that "
		    "changes the base");
	return st;
}
