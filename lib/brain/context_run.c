/*
 * context_run.c: make the parts of a context that tell of runs: the program and
 * the log of an attempt, what came of it, and the program that all of a phase
 * build on.
 *
 * Programs and logs are put in fences that their text cannot close, so that no
 * line of them looks like a heading. A log is always its digest, with the bytes
 * of each line, for citations. A program of phase 00 is whole, and so is the
 * one that a phase builds on; the others are shown as changes to the program
 * that they were made from, where the context has that one.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/diff.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/utf8.h"
#include "brain/context_internal.h"
#include "data/markdown.h"
#include "data/profile_task.h"
#include "digest/digest.h"
#include "task/archive.h"
#include "task/note.h"
#include "task/result.h"
#include "task/solution.h"

#define CODE_MAX	(8u << 20)	/* bytes of a program */
#define REPAIR_MAX	300		/* bytes of what is said of a repair */
#define DIFF_SHARE	0.6		/* of the program, that a difference
					 * may have */

/* Does the context show the program of an attempt? */
static bool
shows(const struct walk *w, const char *attempt)
{
	size_t	 i;

	for (i = 0; i < w->out->n; i++)
		if (strcmp(w->out->parts[i].kind, "code") == 0 &&
		    strcmp(w->out->parts[i].id, attempt) == 0)
			return true;
	return false;
}

/* The suggestion `id` as something to build on; NULL: there is none. Read once,
 * and the walk's. */
static const struct earlier *
open_base(struct walk *w, const char *id)
{
	if (strcmp(w->base_id, id) != 0) {
		context_close_base(w);
		snprintf(w->base_id, sizeof(w->base_id), "%s", id);
		w->has_base = earlier_open(w->t, id, &w->base, NULL) ==
		    HCC_OK;
		if (!w->has_base)
			earlier_free(&w->base);
	}
	return w->has_base ? &w->base : NULL;
}

void
context_close_base(struct walk *w)
{
	if (w->has_base)
		earlier_free(&w->base);
	w->has_base = false;
	w->base_id[0] = '\0';
}

static bool
read_code(const struct walk *w, const char *attempt, char *file, size_t n,
    struct buf *out)
{
	char	 dir[80];

	snprintf(dir, sizeof(dir), "l1/%.60s", attempt);
	return solution_file(w->t, dir, file, n) && fs_read_nofollow(
	    w->t->dir, file, CODE_MAX, out, NULL) == HCC_OK;
}

/* The attempt that this one was made from, and its program: the one before it,
 * or what its suggestion was built on. */
static bool
made_from(struct walk *w, const struct run *r, char from[80], struct buf *code)
{
	const char		*last = strrchr(r->id, '/');
	const struct earlier	*base;
	char			 file[256];
	int			 k = last == NULL ? 0 : atoi(last + 1);

	if (k > 1) {
		snprintf(from, 80, "%.*s/%d", (int)(last - r->id), r->id,
		    k - 1);
		return read_code(w, from, file, sizeof(file), code);
	}
	if (r->built_on == NULL || r->built_on->id == NULL ||
	    (base = open_base(w, r->built_on->id)) == NULL)
		return false;
	snprintf(from, 80, "%.60s/%d", base->result.id, base->result.attempt);
	buf_add(code, buf_str(&base->code), base->code.len);
	return true;
}

/* The program as changes to the one that it was made from; false: it is to be
 * shown whole. */
static bool
add_changes(struct walk *w, const struct run *r, const char *source,
    const struct buf *code)
{
	struct buf	 b = BUF_INIT, old = BUF_INIT, diff = BUF_INIT;
	const char	*hunk;
	char		 from[80];
	size_t		 heading;
	bool		 fits;

	fits = made_from(w, r, from, &old) && shows(w, from) &&
	    diff_texts("a", &old, "b", code, &diff, NULL) == HCC_OK &&
	    (double)diff.len < DIFF_SHARE * (double)code->len;
	if (fits && diff.len == 0) {
		buf_addf(&b, "# code of %s: that of %s, unchanged\n", r->id,
		    from);
		context_add(w, "code", r->id, source, &b);
	} else if (fits) {
		buf_addf(&b, "# code of %s, as changes to the code of %s\n",
		    r->id, from);
		heading = b.len;
		hunk = strstr(buf_str(&diff), "\n@@");	/* without labels */
		buf_adds(&b, hunk == NULL ? buf_str(&diff) : hunk + 1);
		md_fence(&b, heading);
		context_add(w, "code", r->id, source, &b);
	}
	buf_release(&diff);
	buf_release(&old);
	buf_release(&b);
	return fits;
}

static void
add_whole(struct walk *w, const char *attempt, const char *source,
    const struct buf *code)
{
	struct buf	 b = BUF_INIT;
	size_t		 heading;

	buf_addf(&b, "# code of %s\n", attempt);
	heading = b.len;
	buf_add(&b, buf_str(code), code->len);
	md_fence(&b, heading);
	context_add(w, "code", attempt, source, &b);
	buf_release(&b);
}

static void
add_code(struct walk *w, const struct run *r)
{
	struct buf	 code = BUF_INIT;
	char		 file[256];

	if (context_wants(w, "code") &&
	    read_code(w, r->id, file, sizeof(file), &code) &&
	    (atoi(r->id) == 0 || !add_changes(w, r, file, &code)))
		add_whole(w, r->id, file, &code);
	buf_release(&code);
}

/* The heading of a log; returns its length. */
static size_t
log_heading(struct buf *b, const char *attempt)
{
	buf_addf(b, "# log of %s (digest: each line behind its bytes in the "
	    "log)\n", attempt);
	return b->len;
}

static void
add_log(struct walk *w, const char *attempt)
{
	struct digest_opts	 opts = { .ranges = true,
				    .max_tokens = w->log_tokens };
	struct buf		 b = BUF_INIT;
	struct stat		 sb;
	char			 source[80];
	size_t			 heading;

	snprintf(source, sizeof(source), "l1/%.60s/log", attempt);
	if (!context_wants(w, "log") || fstatat(w->t->dir, source, &sb,
	    AT_SYMLINK_NOFOLLOW) == -1 || !S_ISREG(sb.st_mode) ||
	    sb.st_size == 0)
		return;
	heading = log_heading(&b, attempt);
	if (digest_file(w->t->dir, source, &opts, &b, NULL) == HCC_OK) {
		md_fence(&b, heading);
		context_add(w, "log", attempt, source, &b);
	}
	buf_release(&b);
}

/* ID/FILE of a phase that has left L1, appended to `out`; false: it is not
 * there. */
static bool
read_archived(const struct task *t, const char *id, const char *file,
    struct buf *out)
{
	struct archive_manifest	 man = { 0 };
	struct archive_member	 m = { .data = BUF_INIT };
	char			 name[80];
	bool			 found;

	snprintf(name, sizeof(name), "%s/%s", strchr(id, '/') + 1, file);
	m.name = name;
	found = archive_read(t, atoi(id), &m, 1, &man, NULL) == HCC_OK &&
	    m.found;
	if (found)
		buf_add(out, buf_str(&m.data), m.data.len);
	archive_manifest_free(&man);
	buf_release(&m.data);
	return found;
}

/* The log of an attempt whose phase has left L1. */
static void
add_archived_log(struct walk *w, const char *attempt)
{
	struct digest_opts	 opts = { .ranges = true,
				    .max_tokens = w->log_tokens };
	struct digest		*d;
	struct buf		 log = BUF_INIT, b = BUF_INIT;
	char			 source[40];
	size_t			 heading;

	snprintf(source, sizeof(source), "archive/%02d.tar.zst", atoi(attempt));
	if (read_archived(w->t, attempt, "log", &log) && log.len > 0) {
		heading = log_heading(&b, attempt);
		d = digest_open(&opts);
		digest_feed(d, log.p, log.len);
		digest_finish(d, &b);
		digest_close(d);
		md_fence(&b, heading);
		context_add(w, "log", attempt, source, &b);
	}
	buf_release(&log);
	buf_release(&b);
}

/* At most `max` bytes of a text, on one line. */
static void
add_line(struct buf *b, const char *s, size_t max)
{
	size_t	 i = b->len;

	utf8_add_plain(b, s, utf8_cut(s, strlen(s), max));
	for (; i < b->len; i++)
		if (b->p[i] == '\n' || b->p[i] == '\r')
			b->p[i] = ' ';
}

void
context_add_repairs(struct walk *w, int phase)
{
	struct buf	 b = BUF_INIT;
	char		 id[16], heading[64];
	int		 i;
	jv		 ev;

	snprintf(id, sizeof(id), "%02d", phase);
	snprintf(heading, sizeof(heading), "# what failed in phase %02d, and "
	    "how it was repaired\n", phase);
	for (i = 0; json_item(w->repairs, i, &ev); i++) {
		if (atoi(json_str(ev, "id", "0")) != phase)
			continue;
		if (b.len == 0)
			buf_adds(&b, heading);
		buf_addf(&b, "- %.40s, after %.300s: ", json_str(ev, "id", ""),
		    json_str(ev, "cause", ""));
		add_line(&b, json_str(ev, "why", ""), REPAIR_MAX);
		buf_addc(&b, '\n');
	}
	if (b.len > 0 && context_wants(w, "note"))
		context_add(w, "note", id, "journal.jsonl", &b);
	buf_release(&b);
}

/* Of a suggestion whose phase is in the archive, the number of the attempt that
 * counts; 0: not known. */
static int
archived_attempt(const struct task *t, const char *id)
{
	struct buf	 b = BUF_INIT;
	int		 k = 0;
	jv		 v;

	if (read_archived(t, id, "result.json", &b)) {
		v = json_parse(buf_str(&b), b.len, "result.json", 0, NULL);
		k = (int)json_num(v, "attempt", 0);
		jv_free(v);
	}
	buf_release(&b);
	return k;
}

void
context_add_measured(struct walk *w, int phase)
{
	struct note	 note;
	const char	*id;
	char		 attempt[80];
	size_t		 i;
	int		 k;

	if (!context_wants(w, "log") || w->opts->only != NULL)
		return;
	if (note_read(w->t, phase, &note, NULL) == HCC_OK)
		for (i = 0; i < note.nresults; i++) {
			id = note.results[i].id;
			if (id == NULL || strchr(id, '/') == NULL ||
			    note.results[i].status == NULL ||
			    strcmp(note.results[i].status, "measured") != 0 ||
			    atoi(id) != phase ||
			    (k = archived_attempt(w->t, id)) < 1)
				continue;
			snprintf(attempt, sizeof(attempt), "%.60s/%d", id, k);
			add_archived_log(w, attempt);
		}
	note_free(&note);
}

/* Why an attempt failed: one line, cut where it is long. */
static void
add_cause(const struct run *r, struct buf *b)
{
	const struct cause	*c = r->cause;
	const char		*class;

	if (c == NULL)
		return;
	class = c->class == NULL ? "other" : c->class;
	if (r->status == NULL || strcmp(class, r->status) != 0)
		buf_addf(b, ": %.40s", class);
	if (c->message != NULL)
		buf_addf(b, ": %.300s", c->message);
	if (c->frame != NULL)
		buf_addf(b, " at %.100s", c->frame);
}

/* "; 12 s, 40 s of processor time, limit 100 s" */
static void
add_seconds(const struct run *r, struct buf *b)
{
	const struct { const char *what; double d; } v[] = {
	    { " s", r->seconds }, { " s of processor time", r->cpu_s },
	    { " s was the limit", r->time_limit } };
	size_t	 i;

	for (i = 0; i < 3 && isfinite(v[i].d) && v[i].d > 0; i++)
		buf_addf(b, "%s%.*f%s", i == 0 ? "; " : ", ", v[i].d < 10,
		    v[i].d, v[i].what);
}

/* How an attempt ended. */
static void
add_ended(struct walk *w, const char *id, const struct run *r)
{
	struct buf	 b = BUF_INIT;

	if (!context_wants(w, "result"))
		return;
	buf_addf(&b, "# %s ended: %s", id, r->status == NULL ? "?" : r->status);
	if (isfinite(r->claimed))
		buf_addf(&b, ", metric %.6g", r->claimed);
	add_cause(r, &b);
	add_seconds(r, &b);
	buf_addc(&b, '\n');
	context_add(w, "result", id, "journal.jsonl", &b);
	buf_release(&b);
}

void
context_add_run(struct walk *w, const char *id)
{
	struct run	 r;

	if (run_load(w->t, id, &r) && r.id != NULL && strcmp(r.id, id) == 0) {
		add_code(w, &r);
		add_log(w, id);
		add_ended(w, id, &r);
	}
	run_free(&r);
}

/* ", built on 00/1.1: change +0.01 ± 0.004" */
static void
add_change(const struct result *r, struct buf *b)
{
	if (r->base == NULL || r->base->id == NULL || !isfinite(r->change))
		return;
	buf_addf(b, ", built on %.40s: change %+.6g", r->base->id, r->change);
	if (isfinite(r->interval))
		buf_addf(b, " ± %.2g", r->interval);
}

/* What the best solution reads, and nobody has described. */
static void
add_undescribed(struct walk *w, const struct result *r, struct buf *b)
{
	jv	 names, one;
	int	 i;

	if (!r->adopted || json_len(r->read) == 0)
		return;
	if (!jv_is_valid(w->preview))
		w->preview = profile_preview(w->t);
	names = profile_undescribed(w->preview, r->read);
	for (i = 0; json_item(names, i, &one); i++)
		buf_addf(b, "%s'%.100s'", i > 0 ? ", " : "; it read ",
		    jv_string_value(one));
	if (i > 0)
		buf_adds(b, ", which preview.md does not describe: look "
		    "whether that tells the target");
	jv_free(names);
}

/* What came of a suggestion. */
static void
add_outcome(struct walk *w, const char *id, const struct result *r)
{
	struct buf	 b = BUF_INIT;

	if (!context_wants(w, "result"))
		return;
	buf_addf(&b, "# suggestion %s: %s", id, r->status == NULL ? "?" :
	    r->status);
	/* No attempt of it says why. */
	if (result_struck(r))
		buf_addf(&b, ", struck before it ran: %.300s",
		    r->cause->message == NULL ? "?" : r->cause->message);
	if (isfinite(r->score))
		buf_addf(&b, ", score %.6g%s", r->score, w->t->sealed ==
		    SEALED_HOLDOUT ? " on the rows held out" : "");
	add_change(r, &b);
	buf_adds(&b, r->adopted ? ", adopted" : "");
	if (r->suspect != NULL)
		buf_addf(&b, "; too good to be true: %.200s; look for a leak",
		    r->suspect);
	if (status_ok(r->status) && r->cause != NULL)
		buf_addf(&b, "; leak: %.300s", r->cause->message == NULL ?
		    "?" : r->cause->message);
	else if (result_stopped(r) != NULL) {
		buf_adds(&b, "; ");
		result_add_cause(&b, r);
	}
	add_undescribed(w, r, &b);
	buf_addc(&b, '\n');
	context_add(w, "result", id, "journal.jsonl", &b);
	buf_release(&b);
}

void
context_add_result(struct walk *w, const char *id)
{
	struct result	 r;
	char		 path[80];

	snprintf(path, sizeof(path), "l1/%.48s/result.json", id);
	if (record_load(&result_record, w->t->dir, path, &r))
		add_outcome(w, id, &r);
	result_free(&r);
}

void
context_add_base(struct walk *w, const char *id)
{
	const struct earlier	*base = w->opts->only != NULL ? NULL :
				    open_base(w, id);
	char			 attempt[80];

	if (base == NULL || base->result.id == NULL ||
	    strchr(base->result.id, '/') == NULL)
		return;
	snprintf(attempt, sizeof(attempt), "%.60s/%d", base->result.id,
	    base->result.attempt);
	if (shows(w, attempt))
		return;
	if (context_wants(w, "code"))
		add_whole(w, attempt, "best", &base->code);
	if (context_wants(w, "log"))
		add_archived_log(w, attempt);
	add_ended(w, attempt, &base->run);
	add_outcome(w, base->result.id, &base->result);
}
