/*
 * hcc-prefetch: the wisdom of past tasks for a new one (paper, 3.4).
 *
 * Makes TASK/descriptor.txt through the brain when it is absent, embeds it,
 * and publishes TASK/prefetch.md: what of L3 is closer than delta. The file
 * is written once, before the first plan; L3 is not read again during the
 * task. With -q nothing is written: the matches are printed.
 */
#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "brain/describe.h"
#include "common/tool.h"
#include "fsck/fsck.h"
#include "lua/policy.h"
#include "wisdom/credit.h"
#include "wisdom/prefetch.h"
#include "wisdom/wisdom.h"

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

/* Find the matches of `text`, at most `most`; warn about entries without a
 * vector. */
static enum hcc_status
find_matches(struct app *a, struct prefetch *p, struct script *policy,
    const char *text, double most, jv *matches, struct hcc_err *e)
{
	enum hcc_status	 st;

	*p = (struct prefetch){ .base = tool_wisdom(a->base),
	    .as_of = a->as_of, .delta = a->delta,
	    .cap = most > 0 ? (size_t)most : 0 };
	st = prefetch_match(p, tool_places(), policy, text, matches, e);
	if (st == HCC_MISSING) {	/* the first task of all */
		tool_say(&a->tool, "there is no wisdom base '%s' yet: "
		    "'hcc-wisdom import -s' makes one of general practice",
		    p->base);
		return HCC_OK;
	}
	if (p->unembedded > 0)
		tool_warn(&a->tool, "up to %zu entries have no vector of "
		    "embedder '%s' yet, and %s: they are not found",
		    p->unembedded, json_str(p->about, "embedder", ""),
		    p->busy ? "another process is writing to the base" :
		    "the base cannot be written");
	return st;
}

static enum hcc_status
print_matches(struct app *a, struct hcc_err *e)
{
	struct script	*policy = NULL;
	struct prefetch	 p = { .about = jv_invalid() };
	enum hcc_status	 st;
	jv		 matches = jv_invalid(), one;
	int		 i;

	st = policy_open(NULL, tool_places(), "prefetch", &policy, e);
	if (st == HCC_OK)
		st = find_matches(a, &p, policy, a->query, a->most, &matches,
		    e);
	for (i = 0; st == HCC_OK && !ferror(stdout) &&
	    json_item(matches, i, &one); i++)
		tool_record(json_put_str(jv_copy(one), "kind", "match"));
	if (st == HCC_OK && i == 0)
		st = err_set(e, HCC_NONE, "nothing in the wisdom base is "
		    "closer than %g", json_num(p.about, "delta", 0));
	script_close(policy);
	jv_free(p.about);
	jv_free(matches);
	return st;
}

/* May prefetch.md be written? */
static enum hcc_status
may_write(const struct app *a, const struct task *t, struct hcc_err *e)
{
	if (!fs_exists(t->dir, "prefetch.md"))
		return HCC_OK;
	if (!a->again)
		return err_set(e, HCC_NONE, "'%s': prefetch.md exists already; "
		    "-f fetches again", t->path);
	if (fs_exists(t->dir, "plan/00.md"))
		return err_set(e, HCC_NONE, "'%s': the first plan is made, "
		    "wisdom is not fetched again", t->path);
	return HCC_OK;
}

/* Record in the base which entries this task is shown. On failure only warn:
 * the end of the task does it again. */
static void
record_use(struct app *a, const struct task *t)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct wis	*w = NULL;
	enum hcc_status	 st;

	st = wis_open(tool_wisdom(a->base), WIS_WRITE, &w, &e);
	if (st == HCC_OK)
		st = credit_record_shown(w, t, &e);
	if (st != HCC_OK && st != HCC_MISSING)
		tool_warn(&a->tool, "could not record the use of wisdom: %s",
		    e.text);
	wis_close(w);
}

static void
print_record(const struct task *t, int matches)
{
	jv	 r = json_put_str(jv_object(), "kind", "prefetch");

	r = json_put_path(r, "task", t->path);
	r = json_put(r, "file", jv_string_fmt("%s/prefetch.md", t->path));
	tool_record(json_put_num(r, "matches", matches));
}

/* Match and publish, under the lock of the task. */
static enum hcc_status
fetch_locked(struct app *a, const struct task *t, struct hcc_err *e)
{
	struct script	*policy = NULL;
	struct prefetch	 p = { .about = jv_invalid() };
	struct buf	 d = BUF_INIT;
	enum hcc_status	 st;
	jv		 matches = jv_invalid();
	int		 n = 0;

	if ((st = may_write(a, t, e)) == HCC_OK &&
	    (st = policy_open(t->path, tool_places(), "prefetch", &policy,
	    e)) == HCC_OK && (st = describe_task(t, tool_places(), a->brain,
	    &d, e)) == HCC_OK && (st = find_matches(a, &p, policy, buf_str(&d),
	    a->most >= 0 ? a->most : policy_number(policy, "max_matches"),
	    &matches, e)) == HCC_OK)
		st = prefetch_publish(&p, t, policy, matches, &n, e);
	if (st == HCC_OK && (a->again || n > 0))
		record_use(a, t);
	if (st == HCC_OK)
		print_record(t, n);
	script_close(policy);
	buf_release(&d);
	jv_free(p.about);
	jv_free(matches);
	return st;
}

static enum hcc_status
fetch(void *ctx, const struct task *t, jv record, struct hcc_err *e)
{
	struct app	*a = ctx;
	enum hcc_status	 st;
	int		 lock = -1;

	(void)record;
	if ((st = fsck_lock(t, tool_python(), tool_finding, &a->tool,
	    &lock, e)) != HCC_OK)
		return st;
	st = fetch_locked(a, t, e);
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
	if (print_matches(&a, &e) != HCC_OK)
		tool_fail(&a.tool, &e);
	return tool_finish(&a.tool);
}
