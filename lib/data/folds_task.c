/*
 * folds_task.c: the split of task.md decides; preview.md records which one
 * folds.csv was made by, in the lines `split` and `folds` of its front matter.
 */
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/yaml.h"
#include "data/folds.h"
#include "data/folds_task.h"
#include "data/preview.h"
#include "data/profile_task.h"

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
record_split(const struct task *t, struct buf *old, const struct split *s,
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
	st = fs_publish(t->dir, "preview.md", buf_str(&out), out.len, e);
	buf_release(&out);
	return st;
}

static enum hcc_status
make(const struct task *t, struct buf *old, struct hcc_err *e)
{
	struct profile		 p;
	struct survey		 s = { 0 };
	size_t			 folds = 0;
	enum hcc_status		 st;

	if ((st = profile_task(&p, t, "input", e)) == HCC_OK) {
		st = survey_rows(&p, &s, e);
		if (st == HCC_OK)
			st = folds_write(&p, &s, NULL, p.dir, &folds, e);
		if (st == HCC_OK)
			st = record_split(t, old, &p.split, folds, e);
		survey_release(&s);
		profile_task_close(&p);
	}
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
			st = make(t, &text, e);
		jv_free(have);
		jv_free(want);
	}
	jv_free(meta);
	buf_release(&text);
	return st;
}
