/*
 * profile_task.c: open the profile of a task that exists.
 */
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/yaml.h"
#include "data/profile_pass.h"
#include "data/profile_task.h"

/* The targets as -t has them: "a,b". */
static void
join_targets(const struct task *t, struct buf *b)
{
	jv	 all = json_at(t->meta, "target"), one;
	int	 i;

	if (jv_get_kind(all) == JV_KIND_STRING)
		buf_adds(b, jv_string_value(all));
	for (i = 0; json_item(all, i, &one); i++)
		if (jv_get_kind(one) == JV_KIND_STRING)
			buf_addf(b, "%s%s", i == 0 ? "" : ",",
			    jv_string_value(one));
}

static enum profile_problem
problem(jv preview)
{
	const char		*s = json_str(preview, "problem", "");
	enum profile_problem	 p;

	for (p = PROBLEM_CLASSIFICATION; p < PROBLEM_OTHER; p++)
		if (strcmp(s, profile_problem_name(p)) == 0)
			return p;
	return PROBLEM_UNKNOWN;
}

enum hcc_status
profile_task(struct profile *p, const struct task *t, jv preview, jv split,
    int input, struct hcc_err *e)
{
	struct buf		 targets = BUF_INIT;
	struct profile_want	 want = { .shown = "input",
				    .id = json_str(t->meta, "id_column",
				    NULL), .problem = problem(preview) };
	enum hcc_status		 st;

	join_targets(t, &targets);
	want.target = targets.len == 0 ? NULL : buf_str(&targets);
	if ((st = profile_open(p, input, &want, e)) == HCC_OK) {
		st = set_split(p, json_str(split, "groups", NULL),
		    json_str(split, "time", NULL), e);
		if (st != HCC_OK)
			profile_close(p);
	}
	buf_release(&targets);
	return st;
}

jv
profile_preview(const struct task *t)
{
	struct buf	 b = BUF_INIT;
	size_t		 body;
	jv		 meta = jv_object();

	if (fs_read(t->dir, "preview.md", 0, &b, NULL) == HCC_OK) {
		jv_free(meta);
		if (yaml_front(buf_str(&b), b.len, "preview.md", &meta, &body,
		    NULL) != HCC_OK)
			meta = jv_object();
	}
	buf_release(&b);
	return meta;
}
