/*
 * hcc-prefetch: the wisdom of past tasks for a new one (paper, 3.4).
 *
 * Makes TASK/descriptor.txt through the brain when it is absent, embeds it,
 * and publishes TASK/prefetch.md: what of L3 is closer than delta. The file
 * is written once, before the first plan; L3 is not read again during the
 * task. With -q nothing is written: the matches are printed.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "brain/brain.h"
#include "brain/input.h"
#include "common/tool.h"
#include "embed/embedder.h"
#include "lua/policy.h"
#include "task/journal.h"
#include "task/state.h"
#include "wisdom/credit.h"
#include "wisdom/prefetch_md.h"
#include "wisdom/wisdom.h"

#define DESCRIPTOR_MAX (1u << 20)

struct app {
	struct tool	 tool;
	const char	*base;
	const char	*brain;
	const char	*query;
	double		 delta;		/* NAN: the policy's, the embedder's */
	int		 most;		/* -1: the policy's */
	bool		 again;
	char		 as_of[32];
};

#define OPT_STRUCT struct app
static const struct tool_opt opts[] = {
	OPT_STRING('q', "text", query,
	    "print the matches of this text, without a task"),
	OPT_LAST_DATE('a', "date", as_of,
	    "with -q: as it was known on that day"),
	OPT_NUMBER('d', "delta", delta, -1, 1,
	    "cosine that a match must exceed"),
	OPT_COUNT('n', "count", most, 0, 1000000, "at most so many matches"),
	OPT_FLAG('f', again, "fetch again, as long as there is no plan"),
	OPT_STRING('b', "brain", brain,
	    "name or path of the brain that describes the task"),
	OPT_STRING('w', "file", base, "the wisdom base"),
	OPT_END
};

/* Entries that this embedder has not seen (its lexicon was edited, say) get
 * their vectors first: else they could not be found. Not while somebody else
 * is writing: a reader never waits. */
static enum hcc_status
complete(struct app *a, struct wis **w, struct embedder *em,
    struct hcc_err *e)
{
	const char	*path = tool_wisdom(a->base);
	enum hcc_status	 st;
	size_t		 n;

	if ((st = wis_vectors_missing(*w, embedder_id(em), &n, e)) != HCC_OK ||
	    n == 0)
		return st;
	wis_close(*w);
	if ((st = wis_open(path, WIS_TRY, w, e)) == HCC_OK) {
		st = wis_rebuild(*w, embedder_id(em), false, embedder_texts,
		    em, NULL, e);
		if (st != HCC_AGAIN)
			return st;
		wis_close(*w);
	}
	tool_warn(&a->tool, "up to %zu entries have no vector of embedder "
	    "'%s' yet, and %s: they are not found", n, embedder_id(em),
	    st == HCC_AGAIN ? "somebody is writing to the base" :
	    "the base cannot be written");
	return wis_open(path, WIS_READ, w, e);
}

static enum hcc_status
ask_base(struct app *a, struct embedder *em,
    const float *v, double delta, double most, jv *matches, struct hcc_err *e)
{
	struct wis	*w = NULL;
	enum hcc_status	 st;

	*matches = jv_array();
	st = wis_open(tool_wisdom(a->base), WIS_READ, &w, e);
	if (st == HCC_MISSING) {	/* the first task of all */
		tool_say(&a->tool, "there is no wisdom base '%s' yet: "
		    "'hcc-wisdom import -s' makes one of general practice",
		    tool_wisdom(a->base));
		return HCC_OK;
	}
	if (st == HCC_OK && (st = complete(a, &w, em, e)) == HCC_OK) {
		jv_free(*matches);
		wis_as_of(w, a->as_of);
		st = wis_match(w, embedder_id(em), v, embedder_dim(em), delta,
		    (size_t)most, matches, e);
	}
	wis_close(w);
	return st;
}

/* All that matches `text`; *about gets embedder and delta. */
static enum hcc_status
match(struct app *a, struct script *policy, const char *text, double most,
    jv *about, jv *matches, struct hcc_err *e)
{
	struct embedder	*em = NULL;
	float		*v = NULL;
	double		 delta;
	enum hcc_status	 st;

	*matches = jv_array();
	if ((st = embedder_open(tool_places(), &em, e)) != HCC_OK)
		return st;
	delta = !isnan(a->delta) ? a->delta :
	    policy_num(policy, "delta", embedder_delta(em));
	if ((st = embedder_texts(em, &text, 1, &v, NULL, e)) == HCC_OK) {
		*about = json_put_str(jv_object(), "embedder", embedder_id(em));
		*about = json_put_num(*about, "delta", delta);
		jv_free(*matches);
		st = ask_base(a, em, v, delta, most, matches, e);
	}
	free(v);
	embedder_close(em);
	return st;
}

static enum hcc_status
ask(struct app *a, struct hcc_err *e)
{
	struct script	*policy = NULL;
	enum hcc_status	 st;
	jv		 about = jv_invalid(), matches = jv_array(), m;
	int		 i;

	st = policy_open(NULL, tool_places(), "prefetch", &policy, e);
	if (st == HCC_OK) {
		jv_free(matches);
		st = match(a, policy, a->query, a->most > 0 ? a->most : 0,
		    &about, &matches, e);
	}
	for (i = 0; st == HCC_OK && !ferror(stdout) &&
	    json_item(matches, i, &m); i++)
		tool_record(json_put_str(jv_copy(m), "kind", "match"));
	if (st == HCC_OK && json_len(matches) == 0)
		st = err_set(e, HCC_NONE, "nothing in the wisdom base is "
		    "closer than %g", json_num(about, "delta", 0));
	script_close(policy);
	jv_free(about);
	jv_free(matches);
	return st;
}

/* d_tau by the brain (paper, appendix A): one paragraph. */
static enum hcc_status
describe(struct app *a, const struct task *t, struct buf *out,
    struct hcc_err *e)
{
	struct script	*brain = NULL;
	enum hcc_status	 st;
	jv		 state = jv_invalid(), view = jv_invalid();
	jv		 answer = jv_invalid();

	st = brain_of_task(t, tool_places(), a->brain, &brain, e);
	if (st == HCC_OK && !script_has(brain, "describe"))
		buf_adds(out, t->body);
	else if (st == HCC_OK && (st = state_read(t, &state, e)) == HCC_OK &&
	    (st = brain_input(t, state, &view, e)) == HCC_OK)
		st = script_call(brain, "describe", jv_array_append(
		    jv_array(), jv_copy(view)), &answer, e);
	if (st == HCC_OK && out->len == 0)
		buf_adds(out, json_str(answer, "text", ""));
	while (out->len > 0 && isspace((unsigned char)out->p[out->len - 1]))
		out->p[--out->len] = '\0';
	if (st == HCC_OK && out->len == 0)
		st = err_set(e, HCC_CONFIG, "describe '%s': the brain gave no "
		    "text", t->path);
	buf_addc(out, '\n');
	script_close(brain);
	jv_free(answer);
	jv_free(view);
	jv_free(state);
	return st;
}

/* Publish a file, then the event: with the checksum, by which it is noticed
 * later that a hand changed the file. */
static enum hcc_status
write_file(const struct task *t, const char *file, const struct buf *b,
    const char *event, jv fields, struct hcc_err *e)
{
	enum hcc_status	 st;
	char		 sum[65];

	if ((st = fs_publish(t->dir, file, buf_str(b), b->len, e)) != HCC_OK) {
		jv_free(fields);
		return st;
	}
	fs_sha256_mem(buf_str(b), b->len, sum);
	fields = json_put_str(fields, "file", file);
	return journal_add(t, event, json_put_str(fields, "sha256", sum), e);
}

/* descriptor.txt: as it is, or made now. */
static enum hcc_status
descriptor(struct app *a, const struct task *t, struct buf *out,
    struct hcc_err *e)
{
	enum hcc_status	 st;

	if (fs_exists(t->dir, "descriptor.txt") &&
	    (st = fs_read(t->dir, "descriptor.txt", DESCRIPTOR_MAX, out, e)) !=
	    HCC_OK)
		return st;
	if (out->len > strspn(buf_str(out), " \t\r\n"))
		return HCC_OK;
	buf_reset(out);
	if ((st = describe(a, t, out, e)) == HCC_OK)
		st = write_file(t, "descriptor.txt", out, "describe",
		    jv_object(), e);
	return st;
}

/* May prefetch.md be written? */
static enum hcc_status
due(const struct app *a, const struct task *t, struct hcc_err *e)
{
	if (!fs_exists(t->dir, "prefetch.md"))
		return HCC_OK;
	if (!a->again)
		return err_set(e, HCC_NONE, "'%s': prefetch.md is there "
		    "already", t->path);
	if (fs_exists(t->dir, "plan/00.md"))
		return err_set(e, HCC_NONE, "'%s': the first plan is made, "
		    "wisdom is not fetched again", t->path);
	return HCC_OK;
}

/* Note in the base which entries this task is shown; its end does so again.
 * The task goes on without. */
static void
note_use(struct app *a, const struct task *t)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct wis	*w = NULL;
	enum hcc_status	 st;

	st = wis_open(tool_wisdom(a->base), WIS_WRITE, &w, &e);
	if (st == HCC_OK)
		st = credit_record_shown(w, t, &e);
	if (st != HCC_OK && st != HCC_MISSING)
		tool_warn(&a->tool, "the base does not know yet that it was "
		    "read: %s", e.text);
	wis_close(w);
}

/* Choose, publish, note it in the journal, print the record. */
static enum hcc_status
publish(struct app *a, const struct task *t, struct script *policy, jv about,
    jv matches, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;
	jv		 chosen = jv_invalid(), ids = jv_invalid(), r;
	char		*file = NULL;

	if ((st = prefetch_md_select(t, policy, matches, &chosen, e)) == HCC_OK)
		st = prefetch_md_format(&b, about, chosen, &ids, e);
	if (st == HCC_OK)
		st = write_file(t, "prefetch.md", &b, "prefetch", json_put(
		    jv_copy(about), "wisdom", jv_copy(ids)), e);
	if (st == HCC_OK && (a->again || json_len(ids) > 0))
		note_use(a, t);
	if (st == HCC_OK && asprintf(&file, "%s/prefetch.md", t->path) == -1)
		st = err_nomem(e);
	if (st == HCC_OK) {
		r = json_put_str(jv_object(), "kind", "prefetch");
		r = json_put_str(json_put_str(r, "task", t->path), "file", file);
		tool_record(json_put_num(r, "matches",
		    json_len(ids)));
		free(file);
	}
	jv_free(ids);
	jv_free(chosen);
	buf_release(&b);
	return st;
}

static enum hcc_status
fetch(void *ctx, const struct task *t, jv record, struct hcc_err *e)
{
	struct app	*a = ctx;
	struct script	*policy = NULL;
	struct buf	 d = BUF_INIT;
	enum hcc_status	 st;
	double		 most;
	int		 lock = -1;
	jv		 about = jv_invalid(), matches = jv_invalid();

	(void)record;
	if ((st = task_lock(t, true, &lock, e)) != HCC_OK)
		return st;
	if ((st = due(a, t, e)) == HCC_OK &&
	    (st = policy_open(t->path, tool_places(), "prefetch", &policy, e)) ==
	    HCC_OK && (st = descriptor(a, t, &d, e)) == HCC_OK) {
		most = a->most >= 0 ? a->most : policy_num(policy, "most", 64);
		st = match(a, policy, buf_str(&d), most > 0 ? most : 0, &about,
		    &matches, e);
	}
	if (st == HCC_OK)
		st = publish(a, t, policy, about, matches, e);
	script_close(policy);
	buf_release(&d);
	jv_free(about);
	jv_free(matches);
	close(lock);
	return st;
}

int
main(int argc, char **argv)
{
	struct app	 a = { .tool = { .name = "hcc-prefetch",
	    .operands = "[task ...]", .opts = opts,
	    .about = "fetch the wisdom of past tasks" },
	    .delta = NAN, .most = -1 };
	struct hcc_err	 e = HCC_ERR_INIT;
	int		 at;

	at = tool_options(&a.tool, argc, argv, &a);
	if (a.query != NULL && at < argc)
		tool_usage(&a.tool, "-q takes no tasks");
	if (a.query == NULL && *a.as_of != '\0')
		tool_usage(&a.tool, "-a needs -q");
	if (a.query == NULL)
		return tool_each_task(&a.tool, argc - at, argv + at, fetch, &a);
	if (ask(&a, &e) != HCC_OK)
		tool_fail(&a.tool, &e);
	return tool_finish(&a.tool);
}
