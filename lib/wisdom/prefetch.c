/*
 * prefetch.c: match a text against the base, publish prefetch.md, remove a
 * forgotten entry from it.
 */
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "embed/embedder.h"
#include "task/journal.h"
#include "wisdom/prefetch.h"
#include "wisdom/prefetch_md.h"
#include "wisdom/wisdom.h"

/* Embed entries that have no vector of this embedder, for example because its
 * lexicon was edited: otherwise they would not be found. */
static enum hcc_status
embed_missing(struct prefetch *p, struct wis **w, struct embedder *em,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	size_t		 n;

	if ((st = wis_vectors_missing(*w, embedder_id(em), &n, e)) != HCC_OK ||
	    n == 0)
		return st;
	wis_close(*w);
	if ((st = wis_open(p->base, WIS_TRY, w, e)) == HCC_OK) {
		st = wis_rebuild(*w, embedder_id(em), false, embedder_texts,
		    em, NULL, e);
		if (st != HCC_AGAIN)
			return st;
		wis_close(*w);
	}
	p->unembedded = n;
	p->busy = st == HCC_AGAIN;
	return wis_open(p->base, WIS_READ, w, e);
}

static enum hcc_status
match_embedded(struct prefetch *p, struct embedder *em, const float *v,
    double delta, jv *matches, struct hcc_err *e)
{
	struct wis	*w = NULL;
	enum hcc_status	 st;

	if ((st = wis_open(p->base, WIS_READ, &w, e)) == HCC_OK &&
	    (st = embed_missing(p, &w, em, e)) == HCC_OK) {
		jv_free(*matches);
		wis_as_of(w, p->as_of);
		st = wis_match(w, embedder_id(em), v, embedder_dim(em), delta,
		    p->cap, matches, e);
	}
	wis_close(w);
	return st;
}

enum hcc_status
prefetch_match(struct prefetch *p, const struct places *at,
    struct script *policy, const char *text, jv *matches, struct hcc_err *e)
{
	struct embedder	*em = NULL;
	float		*v = NULL;
	double		 delta;
	enum hcc_status	 st;

	*matches = jv_array();
	p->about = jv_object();
	if ((st = embedder_open(at, &em, e)) != HCC_OK)
		return st;
	delta = !isnan(p->delta) ? p->delta :
	    prefetch_delta(policy, em);
	if ((st = embedder_texts(em, &text, 1, &v, NULL, e)) == HCC_OK) {
		p->about = json_put_str(p->about, "embedder",
		    embedder_id(em));
		p->about = json_put_num(p->about, "delta", delta);
		st = match_embedded(p, em, v, delta, matches, e);
	}
	free(v);
	embedder_close(em);
	return st;
}

enum hcc_status
prefetch_publish(const struct prefetch *p, const struct task *t,
    struct script *policy, jv matches, int *n, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;
	jv		 chosen, ids = jv_invalid();

	st = prefetch_md_select(t, policy, matches, &chosen, e);
	if (st == HCC_OK) {
		prefetch_md_format(&b, p->about, chosen, &ids);
		*n = json_len(ids);
		st = journal_publish(t, "prefetch.md", &b, "prefetch",
		    json_put(jv_copy(p->about), "wisdom", ids), e);
	}
	jv_free(chosen);
	buf_release(&b);
	return st;
}

enum hcc_status
prefetch_remove(const char *place, const char *id, bool *changed,
    struct hcc_err *e)
{
	struct buf	 old = BUF_INIT, new = BUF_INIT;
	struct task	 t;
	enum hcc_status	 st;
	int		 lock = -1;

	*changed = false;
	if ((st = task_open(&t, place, NULL, e)) != HCC_OK)
		return st;
	if ((st = task_lock(&t, true, &lock, e)) == HCC_OK &&
	    fs_exists(t.dir, "prefetch.md") &&
	    (st = fs_read(t.dir, "prefetch.md", 0, &old, e)) == HCC_OK &&
	    prefetch_md_remove(&new, buf_str(&old), old.len, id) > 0) {
		st = journal_publish(&t, "prefetch.md", &new, "forget",
		    json_put_str(jv_object(), "wisdom", id), e);
		*changed = st == HCC_OK;
	}
	if (lock >= 0)
		close(lock);
	buf_release(&old);
	buf_release(&new);
	task_close(&t);
	return st;
}
