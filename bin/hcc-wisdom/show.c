/*
 * show.c: print an entry as Markdown.
 */
#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "hcc-wisdom/wisdom.h"

static void
put_member(jv entry, const char *name)
{
	struct buf	 b = BUF_INIT;
	jv		 v = json_at(entry, name);
	jv_kind		 k = jv_get_kind(v);

	if (k == JV_KIND_STRING)
		buf_addf(&b, "- %s: %s", name, jv_string_value(v));
	else if (k != JV_KIND_NULL && k != JV_KIND_INVALID) {
		buf_addf(&b, "- %s: ", name);
		json_dump(&b, v);
	}
	if (b.len > 0)
		tool_put("%s\n", buf_str(&b));
	buf_release(&b);
}

/* What its uses show together, if some do. */
static void
put_pooled(jv entry)
{
	jv	 p = json_at(entry, "pooled");
	double	 uses = json_num(p, "uses", 0);

	if (uses > 0)
		printf("- pooled: %.2f of %g use%s%s\n",
		    json_num(p, "value", 0), uses, uses > 1 ? "s" : "",
		    json_bool(p, "conflicting", false) ? ", which conflict" :
		    "");
}

/* "## NAME" and a line for each member of an array. */
static void
put_list(const char *name, jv list, void (*line)(struct buf *, jv))
{
	struct buf	 b = BUF_INIT;
	jv		 v;
	int		 i;

	if (json_len(list) > 0)
		printf("\n## %s\n\n", name);
	for (i = 0; json_item(list, i, &v); i++) {
		buf_adds(&b, "- ");
		line(&b, v);
		tool_put("%s\n", buf_str(&b));
		buf_reset(&b);
	}
	buf_release(&b);
}

static void
ranked(struct buf *b, jv v)
{
	buf_addf(b, "%s %.6g ", json_str(v, "family", ""),
	    json_num(v, "score", NAN));
	json_dump(b, json_at(v, "settings"));
}

static void
claim(struct buf *b, jv v)
{
	if (json_str(v, "claim", NULL) == NULL) {
		json_dump(b, v);
		return;
	}
	buf_addf(b, "%s: %s ", json_str(v, "verdict", "-"),
	    json_str(v, "claim", ""));
	json_dump(b, json_at(v, "evidence"));
}

static void
decision(struct buf *b, jv v)
{
	const char	*by = json_str(v, "by", "");

	buf_addf(b, "%s %s %s", json_str(v, "at", ""),
	    json_str(v, "status", ""), strcmp(by, "rule") == 0 ? "by the rule" :
	    strcmp(by, "task") == 0 ? "at the end of a task" : "by a person");
	if (json_str(v, "superseded_by", NULL) != NULL)
		buf_addf(b, ": %.16s", json_str(v, "superseded_by", ""));
}

static void
use(struct buf *b, jv v)
{
	buf_addf(b, "%s %s (%s): ", json_str(v, "shown_at", ""),
	    json_str(v, "task", ""), json_str(v, "place", ""));
	if (json_str(v, "ended_at", NULL) == NULL) {
		buf_adds(b, "not ended yet");
		return;
	}
	buf_addf(b, "%s%s", json_str(v, "outcome", ""),
	    json_bool(v, "control", false) ? " against a control" :
	    ", no control to compare with");
	if (isfinite(json_num(v, "gain", NAN)))
		buf_addf(b, ", gain %.2f", json_num(v, "gain", 0));
	if (json_num(v, "attempts", 0) > 0)
		buf_addf(b, "; a valid score after %g attempts, %.1f s",
		    json_num(v, "attempts", 0), json_num(v, "seconds", 0));
	if (isfinite(json_num(v, "score", NAN)))
		buf_addf(b, "; best %.6g", json_num(v, "score", 0));
}

static void
put_markdown(jv entry, jv uses)
{
	static const char *const names[] = { "status", "created", "origin",
	    "place", "metric", "goal", "score", "trials", "wins", "harms",
	    "tags" };
	size_t	 i;

	printf("# %.16s ", json_str(entry, "id", ""));
	tool_put("%s\n", json_str(entry, "task", ""));
	putchar('\n');
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		put_member(entry, names[i]);
	put_pooled(entry);
	fputs("\n## Descriptor\n\n", stdout);
	tool_put("%s\n", json_str(entry, "descriptor", ""));
	fputs("\n## Wisdom\n\n", stdout);
	tool_put("%s\n", json_str(entry, "text", ""));
	put_list("Ranking", json_at(entry, "ranking"), ranked);
	put_list("Evidence", json_at(entry, "evidence"), claim);
	put_list("Provenance", json_at(entry, "provenance"), json_dump);
	put_list("History", json_at(entry, "history"), decision);
	put_list("Uses", uses, use);
}

enum hcc_status
show_id(struct app *a, const char *id, struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 entry, uses;

	if ((st = wis_get(a->w, id, &entry, e)) != HCC_OK)
		return st;
	st = wis_uses(a->w, json_str(entry, "id", ""), &uses, e);
	if (st == HCC_OK && a->json)
		return app_print(a, json_put(entry, "uses", uses), e);
	if (st == HCC_OK) {
		if (a->found++ > 0)
			putchar('\n');
		put_markdown(entry, uses);
	}
	jv_free(uses);
	jv_free(entry);
	return st;
}
