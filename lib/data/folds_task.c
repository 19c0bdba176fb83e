/*
 * folds_task.c: the split of task.md decides; preview.md remembers which one
 * folds.csv was made by, in the lines `split` and `folds` of its front matter.
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/yaml.h"
#include "data/folds.h"
#include "data/folds_task.h"
#include "data/preview.h"
#include "data/profile_open.h"
#include "data/split.h"

/* A line "key: .." of the front matter out of the text. */
static void
drop_line(struct buf *b, const char *key)
{
	char	*at = b->p, *end;
	size_t	 n = strlen(key);

	for (; at != NULL && *at != '\0'; at = end) {
		end = at + strcspn(at, "\n");
		end += *end == '\n';
		if (strncmp(at, key, n) == 0 && at[n] == ':') {
			memmove(at, end, b->len - (size_t)(end - b->p) + 1);
			b->len -= (size_t)(end - at);
			return;
		}
		if (at > b->p && strncmp(at, "---", 3) == 0)
			return;
	}
}

/* preview.md with the new split and folds, behind its first line. */
static enum hcc_status
tell(const struct task *t, struct buf *old, const struct split *s,
    size_t folds, struct hcc_err *e)
{
	struct buf	 out = BUF_INIT;
	enum hcc_status	 st;
	jv		 v;

	drop_line(old, "split");
	drop_line(old, "folds");
	buf_adds(&out, "---\n");
	if (s->groups != NULL || s->time != NULL) {
		v = preview_split(s);
		buf_adds(&out, "split: ");
		json_dump(&out, v);
		buf_addc(&out, '\n');
		jv_free(v);
	}
	v = preview_folds(s, folds);
	buf_adds(&out, "folds: ");
	json_dump(&out, v);
	buf_addc(&out, '\n');
	jv_free(v);
	buf_adds(&out, buf_str(old) + strlen("---\n"));
	st = buf_ok(&out) ? fs_publish(t->dir, "preview.md", buf_str(&out),
	    out.len, e) : err_nomem(e);
	buf_release(&out);
	return st;
}

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

static enum hcc_status
make(const struct task *t, jv preview, jv split, struct buf *old,
    struct hcc_err *e)
{
	struct buf		 targets = BUF_INIT;
	struct profile_want	 want = { .shown = "input",
				    .id = json_str(t->meta, "id_column",
				    NULL), .problem = problem(preview) };
	struct profile		 p;
	struct survey		 s = { 0 };
	size_t			 folds = 0;
	int			 input;
	enum hcc_status		 st;

	if ((input = openat(t->dir, "input", O_RDONLY | O_DIRECTORY |
	    O_CLOEXEC)) == -1)
		return err_errno(e, "open directory 'input'");
	join_targets(t, &targets);
	want.target = targets.len == 0 ? NULL : buf_str(&targets);
	if ((st = profile_open(&p, input, &want, e)) == HCC_OK) {
		st = set_split(&p, json_str(split, "groups", NULL),
		    json_str(split, "time", NULL), e);
		if (st == HCC_OK)
			st = survey_rows(&p, &s, e);
		if (st == HCC_OK)
			st = folds_write(&p, &s, NULL, input, &folds, e);
		if (st == HCC_OK)
			st = tell(t, old, &p.split, folds, e);
		survey_release(&s);
		profile_close(&p);
	}
	close(input);
	buf_release(&targets);
	return st == HCC_OK ? HCC_OK :
	    err_prefix(e, "make input/" FOLDS_FILE " anew");
}

enum hcc_status
folds_refresh(const struct task *t, struct hcc_err *e)
{
	struct buf	 text = BUF_INIT;
	size_t		 body;
	jv		 meta = jv_invalid(), have, want;
	enum hcc_status	 st;

	if (!fs_exists(t->dir, "input/" FOLDS_FILE) ||
	    !fs_exists(t->dir, "preview.md"))
		return HCC_OK;
	if ((st = fs_read(t->dir, "preview.md", 0, &text, e)) == HCC_OK &&
	    strncmp(buf_str(&text), "---\n", 4) == 0)
		st = yaml_front(buf_str(&text), text.len, "preview.md", &meta,
		    &body, e);
	if (st == HCC_OK && jv_get_kind(json_at(meta, "folds")) ==
	    JV_KIND_OBJECT) {
		have = json_get(meta, "split");
		want = json_get(t->meta, "split");
		if (jv_get_kind(have) != JV_KIND_OBJECT) {
			jv_free(have);
			have = jv_object();
		}
		if (jv_get_kind(want) != JV_KIND_OBJECT) {
			jv_free(want);
			want = jv_object();
		}
		if (!jv_equal(jv_copy(have), jv_copy(want)))
			st = make(t, meta, want, &text, e);
		jv_free(have);
		jv_free(want);
	}
	jv_free(meta);
	buf_release(&text);
	return st;
}
