/*
 * promote.c: one refined text for a finished phase.
 *
 * The order makes a crash harmless: the archive is durable before the note
 * exists, the note before the event, and l1/NN leaves its name in one step.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/tokens.h"
#include "brain/brain.h"
#include "brain/input.h"
#include "brain/promote.h"
#include "task/archive.h"
#include "task/evidence.h"
#include "task/journal.h"
#include "task/note.h"
#include "task/state.h"

/* The table of results: what the plan asked for and what came of it. */
static jv
results_of(jv phase)
{
	jv	 list = json_get(phase, "suggestions"), s, r, row, cause;
	jv	 out = jv_array();
	char	 text[400];
	int	 i;

	for (i = 0; i < jv_array_length(jv_copy(list)); i++) {
		s = jv_array_get(jv_copy(list), i);
		r = json_get(s, "result");
		row = json_put(jv_object(), "id", json_get(s, "id"));
		row = json_put(row, "title", json_get(s, "title"));
		row = json_put_str(row, "status", json_str(r, "status",
		    "not run"));
		row = json_put(row, "score", json_get(r, "score"));
		row = json_put(row, "delta", json_get(r, "delta"));
		row = json_put(row, "seconds", json_get(r, "seconds"));
		cause = json_get(r, "cause");
		snprintf(text, sizeof(text), "%s%s%.300s%s%.40s",
		    json_str(cause, "class", ""),
		    json_str(cause, "message", NULL) == NULL ? "" : ": ",
		    json_str(cause, "message", ""),
		    json_str(cause, "frame", NULL) == NULL ? "" : " at ",
		    json_str(cause, "frame", ""));
		row = json_put_str(row, "cause", text);
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
	jv		 files = json_get(manifest, "files"), f;
	struct buf	 b = BUF_INIT;
	const char	*name, *base;
	char		 path[4200];
	double		 sum = 0;
	int		 i;

	for (i = 0; i < jv_array_length(jv_copy(files)); i++) {
		f = jv_array_get(jv_copy(files), i);
		name = json_str(f, "name", "");
		base = strrchr(name, '/') == NULL ? name :
		    strrchr(name, '/') + 1;
		snprintf(path, sizeof(path), "l1/%02d/%s", phase, name);
		if ((strcmp(base, "log") == 0 ||
		    strncmp(base, "solution.", 9) == 0) &&
		    fs_read_nofollow(t->dir, path, 0, &b, NULL) == HCC_OK)
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
	st = note_verify(judgements, ev, out, e);
	evidence_close(ev);
	return st;
}

static enum hcc_status
judge(const struct task *t, const struct places *at, const char *wanted,
    jv state, int phase, jv *note, struct hcc_err *e)
{
	struct script	*b = NULL;
	const char	*brain;
	enum hcc_status	 st;
	jv		 view = jv_invalid(), r = jv_invalid(), list;

	if ((st = brain_choose(t, at, wanted, &brain, e)) != HCC_OK ||
	    (st = brain_open(t, at, brain, &b, e)) != HCC_OK)
		return st;
	if ((st = brain_input(t, state, &view, e)) == HCC_OK) {
		view = json_put_num(view, "phase", phase);
		st = script_call(b, "judge", jv_array_append(jv_array(), view),
		    &r, e);
	}
	script_close(b);
	if (st != HCC_OK)
		return st;
	if ((st = checked(t, json_get(r, "judgements"), &list, e)) != HCC_OK) {
		jv_free(r);
		return st;
	}
	*note = json_put(*note, "judgements", list);
	*note = json_put(*note, "rules", json_get(r, "rules"));
	*note = json_put(*note, "next", json_get(r, "next"));
	*note = json_put_str(*note, "brain", brain);
	jv_free(r);
	return HCC_OK;
}

/* The bytes above which a file is not kept, from promote.lua. */
static enum hcc_status
keep_limit(const struct task *t, const struct places *at, size_t *keep,
    struct hcc_err *e)
{
	struct script	*policy = NULL;
	enum hcc_status	 st;

	if ((st = policy_open(t->path, at, "promote", &policy, e)) != HCC_OK)
		return st;
	*keep = (size_t)policy_number(policy, "max_file_size");
	script_close(policy);
	return HCC_OK;
}

static enum hcc_status
make_note(const struct task *t, const struct places *at, const char *wanted,
    jv state, jv phase, jv *note, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	char		 sum[65], name[64];
	size_t		 keep = 0;
	int		 n = (int)json_num(phase, "phase", 0);
	enum hcc_status	 st;
	jv		 manifest = jv_invalid(), src;

	*note = json_put_num(jv_object(), "phase", n);
	*note = json_put(*note, "results", results_of(phase));
	if ((st = judge(t, at, wanted, state, n, note, e)) != HCC_OK ||
	    (st = keep_limit(t, at, &keep, e)) != HCC_OK ||
	    (st = archive_pack(t, n, keep, &manifest, sum, e)) != HCC_OK)
		goto out;
	snprintf(name, sizeof(name), "archive/%02d.tar.zst", n);
	src = json_put_str(jv_object(), "archive", name);
	*note = json_put(*note, "source", json_put_str(src, "sha256", sum));
	*note = json_put_num(*note, "tokens_before", tokens_of(t, n,
	    manifest));
	note_format(&b, *note);
	*note = json_put_num(*note, "tokens_after",
	    (double)tok_estimate(buf_str(&b), b.len));
	st = note_write(t, *note, e);
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
	ev = json_put_num(jv_object(), "phase", phase);
	ev = json_put_str(json_put_str(ev, "file", file), "sha256", sum);
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
    const char *wanted, jv state, int phase, jv *note, struct hcc_err *e)
{
	char		 l1[32], l2[32], arch[64];
	enum hcc_status	 st;
	jv		 p;

	*note = jv_invalid();
	snprintf(l1, sizeof(l1), "l1/%02d", phase);
	snprintf(l2, sizeof(l2), "l2/%02d.md", phase);
	snprintf(arch, sizeof(arch), "archive/%02d.tar.zst", phase);
	/* A plan of which nothing ran still has a (short) history. */
	if ((st = fs_mkdirs(t->dir, l1, e)) != HCC_OK)
		return st;
	if (fs_exists(t->dir, l2) && fs_exists(t->dir, arch))
		st = note_read(t, phase, note, e);
	else {
		p = state_phase(state, phase);
		st = make_note(t, at, wanted, state, p, note, e);
		jv_free(p);
	}
	if (st == HCC_OK)
		st = note_event(t, phase, e);
	return st == HCC_OK ? evict(t, phase, e) : st;
}
