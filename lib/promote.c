/*
 * promote.c: one refined text for a finished phase.
 *
 * The order makes a crash harmless: the archive is durable before the kappa
 * exists, the kappa before the event, and l1/NN leaves its name in one step.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "brain.h"
#include "evidence.h"
#include "fs.h"
#include "journal.h"
#include "js.h"
#include "kappa.h"
#include "promote.h"
#include "state.h"
#include "tokens.h"
#include "view.h"

/* The table of results: what the plan asked for and what came of it. */
static jv
results_of(jv phase)
{
	jv	 list = js_get(phase, "suggestions"), s, r, row, cause;
	jv	 out = jv_array();
	char	 text[400];
	int	 i;

	for (i = 0; i < jv_array_length(jv_copy(list)); i++) {
		s = jv_array_get(jv_copy(list), i);
		r = js_get(s, "result");
		row = js_put(jv_object(), "id", js_get(s, "id"));
		row = js_put(row, "title", js_get(s, "title"));
		row = js_put_str(row, "status", js_str(r, "status",
		    "not run"));
		row = js_put(row, "score", js_get(r, "score"));
		row = js_put(row, "delta", js_get(r, "delta"));
		row = js_put(row, "seconds", js_get(r, "seconds"));
		cause = js_get(r, "cause");
		snprintf(text, sizeof(text), "%s%s%.300s%s%.40s",
		    js_str(cause, "class", ""),
		    js_str(cause, "message", NULL) == NULL ? "" : ": ",
		    js_str(cause, "message", ""),
		    js_str(cause, "frame", NULL) == NULL ? "" : " at ",
		    js_str(cause, "frame", ""));
		row = js_put_str(row, "cause", text);
		out = jv_array_append(out, row);
		jv_free(cause);
		jv_free(r);
		jv_free(s);
	}
	jv_free(list);
	return out;
}

/* Tokens of the code and logs that leave the context. */
static double
tokens_of(const struct task *t, int phase, jv manifest)
{
	jv		 files = js_get(manifest, "files"), f;
	struct buf	 b = BUF_INIT;
	const char	*name, *base;
	char		 path[4200];
	double		 sum = 0;
	int		 i;

	for (i = 0; i < jv_array_length(jv_copy(files)); i++) {
		f = jv_array_get(jv_copy(files), i);
		name = js_str(f, "name", "");
		base = strrchr(name, '/') == NULL ? name :
		    strrchr(name, '/') + 1;
		snprintf(path, sizeof(path), "l1/%02d/%s", phase, name);
		if ((strcmp(base, "log") == 0 ||
		    strncmp(base, "solution.", 9) == 0) &&
		    fs_slurp_own(t->dir, path, 0, &b, NULL) == HCC_OK)
			sum += (double)tok_estimate(buf_str(&b), b.len);
		buf_reset(&b);
		jv_free(f);
	}
	buf_release(&b);
	jv_free(files);
	return sum;
}

/* The brain's judgements, each looked up in what it cites. */
static enum hcc_status
checked(const struct task *t, jv judgements, jv *out, struct hcc_err *e)
{
	struct evidence	*ev;
	enum hcc_status	 st;

	*out = jv_invalid();
	if ((st = evidence_open(t, jv_null(), &ev, e)) != HCC_OK) {
		jv_free(judgements);
		return st;
	}
	st = kappa_verify(judgements, ev, out, e);
	evidence_close(ev);
	return st;
}

static enum hcc_status
judge(const struct task *t, const struct places *at, const char *wanted,
    jv state, int phase, jv *kappa, struct hcc_err *e)
{
	struct script	*b = NULL;
	const char	*brain;
	enum hcc_status	 st;
	jv		 view = jv_invalid(), r = jv_invalid(), list;

	if ((st = brain_choose(t, at, wanted, &brain, e)) != HCC_OK ||
	    (st = brain_open(t, at, brain, &b, e)) != HCC_OK)
		return st;
	if ((st = view_build(t, state, &view, e)) == HCC_OK) {
		view = js_put_num(view, "phase", phase);
		st = script_call(b, "judge", jv_array_append(jv_array(), view),
		    &r, e);
	}
	script_close(b);
	if (st != HCC_OK)
		return st;
	if ((st = checked(t, js_get(r, "judgements"), &list, e)) != HCC_OK) {
		jv_free(r);
		return st;
	}
	*kappa = js_put(*kappa, "judgements", list);
	*kappa = js_put(*kappa, "rules", js_get(r, "rules"));
	*kappa = js_put(*kappa, "next", js_get(r, "next"));
	*kappa = js_put_str(*kappa, "brain", brain);
	jv_free(r);
	return HCC_OK;
}

/* The bytes above which a file is not kept, from promote.lua. */
static enum hcc_status
keep_limit(const struct task *t, const struct places *at, size_t *keep,
    struct hcc_err *e)
{
	struct script	*policy = NULL;
	const char	*s;
	double		 d;
	enum hcc_status	 st;
	jv		 knobs;

	if ((st = policy_open(t, at, "promote", &policy, e)) != HCC_OK)
		return st;
	knobs = script_table(policy);
	s = js_str(knobs, "keep", NULL);
	d = s != NULL ? parse_count(s, 1024) : js_num(knobs, "keep", 0);
	jv_free(knobs);
	script_close(policy);
	if (!(d >= 0))
		return err_set(e, HCC_CONFIG, "promote.lua: keep must be bytes "
		    "or a size like \"10M\"");
	*keep = (size_t)d;
	return HCC_OK;
}

static enum hcc_status
make_kappa(const struct task *t, const struct places *at, const char *wanted,
    jv state, jv phase, jv *kappa, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	char		 sum[65], name[64];
	size_t		 keep = 0;
	int		 n = (int)js_num(phase, "phase", 0);
	enum hcc_status	 st;
	jv		 manifest = jv_invalid(), src;

	*kappa = js_put_num(jv_object(), "phase", n);
	*kappa = js_put(*kappa, "results", results_of(phase));
	if ((st = judge(t, at, wanted, state, n, kappa, e)) != HCC_OK ||
	    (st = keep_limit(t, at, &keep, e)) != HCC_OK ||
	    (st = archive_pack(t, n, keep, &manifest, sum, e)) != HCC_OK)
		goto out;
	snprintf(name, sizeof(name), "archive/%02d.tar.zst", n);
	src = js_put_str(jv_object(), "archive", name);
	*kappa = js_put(*kappa, "source", js_put_str(src, "sha256", sum));
	*kappa = js_put_num(*kappa, "tokens_before", tokens_of(t, n,
	    manifest));
	kappa_format(&b, *kappa);
	*kappa = js_put_num(*kappa, "tokens_after",
	    (double)tok_estimate(buf_str(&b), b.len));
	st = kappa_write(t, *kappa, e);
out:
	buf_release(&b);
	jv_free(manifest);
	return st;
}

static enum hcc_status
note_event(const struct task *t, int phase, struct hcc_err *e)
{
	char		 file[32], sum[65];
	enum hcc_status	 st;
	jv		 ev;

	snprintf(file, sizeof(file), "l2/%02d.md", phase);
	if ((st = fs_sha256(t->dir, file, sum, e)) != HCC_OK)
		return st;
	ev = js_put_num(jv_object(), "phase", phase);
	ev = js_put_str(js_put_str(ev, "file", file), "sha256", sum);
	return journal_add(t, "promote", ev, e);
}

/* l1/NN goes out of sight in one step, then for good. */
static enum hcc_status
evict(const struct task *t, int phase, struct hcc_err *e)
{
	char		 from[32], to[32];
	enum hcc_status	 st;

	snprintf(from, sizeof(from), "l1/%02d", phase);
	snprintf(to, sizeof(to), "l1/" FS_TMP "%02d", phase);
	if ((st = fs_remove(t->dir, to, e)) != HCC_OK)
		return st;
	if (renameat(t->dir, from, t->dir, to) == -1)
		return err_errno(e, "evict '%s/%s'", t->path, from);
	if ((st = fs_sync_parent(t->dir, from, e)) != HCC_OK)
		return st;
	return fs_remove(t->dir, to, e);
}

enum hcc_status
promote_phase(const struct task *t, const struct places *at,
    const char *wanted, jv state, int phase, jv *kappa, struct hcc_err *e)
{
	char		 l1[32], l2[32], arch[64];
	enum hcc_status	 st;
	jv		 p;

	*kappa = jv_invalid();
	snprintf(l1, sizeof(l1), "l1/%02d", phase);
	snprintf(l2, sizeof(l2), "l2/%02d.md", phase);
	snprintf(arch, sizeof(arch), "archive/%02d.tar.zst", phase);
	/* A plan of which nothing ran still has a (short) history. */
	if ((st = fs_mkdirs(t->dir, l1, e)) != HCC_OK)
		return st;
	if (fs_exists(t->dir, l2) && fs_exists(t->dir, arch))
		st = kappa_read(t, phase, kappa, e);
	else {
		p = state_phase(state, phase);
		st = make_kappa(t, at, wanted, state, p, kappa, e);
		jv_free(p);
	}
	if (st == HCC_OK)
		st = note_event(t, phase, e);
	return st == HCC_OK ? evict(t, phase, e) : st;
}
