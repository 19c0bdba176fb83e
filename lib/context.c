/*
 * context.c: walk the events once and say what each contributes.
 *
 * A file is shown without its front matter, which is for programs (a plan's
 * stays: it says what was built upon). Programs and logs stand in fences that
 * nothing in them can close, so that no line of them looks like a heading.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "context.h"
#include "digest.h"
#include "fs.h"
#include "journal.h"
#include "js.h"
#include "plan.h"
#include "tokens.h"
#include "view.h"
#include "yaml.h"

#define RAW_LOG (1u << 20)	/* a larger log is never read as a whole */

struct walk {
	const struct task		*t;
	const struct context_opts	*opts;
	jv				 reads;	/* kinds of the role */
	jv				 parts;
	bool				 ranges;	/* logs with byte ranges */
	bool				 finished[1000];
};

/* As the model counts them, if its server has told. */
static double
tokens_of(const struct walk *w, const char *text, size_t n)
{
	double	 rate = w->opts->bytes_per_token;

	return rate > 0 ? ceil((double)n / rate) :
	    (double)tok_estimate(text, n);
}

static bool
has(jv list, const char *word)
{
	jv	 k;
	bool	 yes = false;
	int	 i, n = jv_get_kind(list) == JV_KIND_ARRAY ?
		    jv_array_length(jv_copy(list)) : 0;

	for (i = 0; i < n && !yes; i++) {
		k = jv_array_get(jv_copy(list), i);
		yes = jv_get_kind(k) == JV_KIND_STRING &&
		    strcmp(jv_string_value(k), word) == 0;
		jv_free(k);
	}
	return yes;
}

static bool
wanted(const struct walk *w, const char *kind)
{
	return has(w->reads, kind);
}

static void
add(struct walk *w, const char *kind, const char *id, const char *source,
    const char *text, size_t n, double tokens)
{
	jv	 p = js_put_str(jv_object(), "kind", kind);

	p = js_put_str(p, "id", id);
	p = js_put_str(p, "source", source);
	p = js_put_num(p, "tokens", tokens);
	p = js_put(p, "text", text == NULL ? jv_null() :
	    jv_string_sized(text, (int)n));
	w->parts = jv_array_append(w->parts, p);
}

static void
add_buf(struct walk *w, const char *kind, const char *id, const char *source,
    const struct buf *b)
{
	add(w, kind, id, source, buf_str(b), b->len,
	    tokens_of(w, buf_str(b), b->len));
}

static void
add_line_end(struct buf *b)
{
	if (b->len > 0 && b->p[b->len - 1] != '\n')
		buf_addc(b, '\n');
}

/* What stands behind `heading` (bytes of b) goes into a fence. */
static void
fence(struct buf *b, size_t heading)
{
	struct buf	 all = BUF_INIT;
	const char	*s = buf_str(b);
	size_t		 i, run = 0, ticks = 3;

	add_line_end(b);
	for (i = heading; i < b->len; i++) {
		run = s[i] == '`' ? run + 1 : 0;
		ticks = run >= ticks ? run + 1 : ticks;
	}
	buf_add(&all, s, heading);
	for (i = 0; i < ticks; i++)
		buf_addc(&all, '`');
	buf_addc(&all, '\n');
	buf_add(&all, s + heading, b->len - heading);
	for (i = 0; i < ticks; i++)
		buf_addc(&all, '`');
	buf_addc(&all, '\n');
	buf_release(b);
	*b = all;
}

/* Where the text of a file begins: behind its front matter. */
static size_t
body_of(const struct buf *b, const char *kind, const char *source)
{
	size_t	 at = 0;
	jv	 meta;

	if (strcmp(kind, "plan") == 0 || yaml_front(buf_str(b), b->len,
	    source, &meta, &at, NULL) != HCC_OK)
		return 0;
	jv_free(meta);
	return at;
}

/* A file as a part, under a heading line. */
static void
add_file(struct walk *w, const char *kind, const char *id, const char *source,
    const char *heading)
{
	struct buf	 b = BUF_INIT, file = BUF_INIT;
	size_t		 at;

	if (wanted(w, kind) && fs_slurp(w->t->dir, source, 8u << 20, &file,
	    NULL) == HCC_OK) {
		at = body_of(&file, kind, source);
		if (strcmp(kind, "preview") != 0 ||
		    strncmp(buf_str(&file) + at, "# ", 2) != 0)
			buf_addf(&b, "# %s\n", heading);
		buf_add(&b, buf_str(&file) + at, file.len - at);
		add_line_end(&b);
		add_buf(w, kind, id, source, &b);
	}
	buf_release(&b);
	buf_release(&file);
}

static void
add_code(struct walk *w, const char *id, const char *source)
{
	struct buf	 b = BUF_INIT;
	size_t		 heading;

	buf_addf(&b, "# code of %s\n", id);
	heading = b.len;
	if (fs_slurp_own(w->t->dir, source, 8u << 20, &b, NULL) == HCC_OK) {
		fence(&b, heading);
		add_buf(w, "code", id, source, &b);
	}
	buf_release(&b);
}

/* Who judges a log cites its bytes: they stand before each line. */
static void
add_digest(struct walk *w, const char *id, const char *source, struct buf *b)
{
	struct dig_opts	 opts = { 0, true };
	size_t		 heading = b->len;

	if (dig_file(w->t->dir, source, &opts, b, NULL) == HCC_OK) {
		fence(b, heading);
		add_buf(w, "log", id, source, b);
	}
}

/* A log is only measured here; what is shown of it is decided by hit.lua. */
static void
add_log(struct walk *w, const char *id, const char *source)
{
	struct buf	 b = BUF_INIT;
	struct stat	 sb;
	size_t		 heading;

	if (!wanted(w, "log") ||
	    fstatat(w->t->dir, source, &sb, AT_SYMLINK_NOFOLLOW) == -1 ||
	    !S_ISREG(sb.st_mode) || sb.st_size == 0)
		return;
	buf_addf(&b, "# log of %s%s\n", id, w->ranges ? " (digest, with the "
	    "bytes of each line)" : "");
	heading = b.len;
	if (w->ranges)
		add_digest(w, id, source, &b);
	else if (sb.st_size > RAW_LOG)
		add(w, "log", id, source, NULL, 0, (double)sb.st_size / 3);
	else if (fs_slurp_own(w->t->dir, source, 2 * RAW_LOG, &b, NULL) ==
	    HCC_OK) {
		fence(&b, heading);
		add_buf(w, "log", id, source, &b);
	}
	buf_release(&b);
}

/* Why an attempt failed: one line, cut where it is long. */
static void
add_cause(const struct walk *w, const char *id, struct buf *b)
{
	struct buf	 file = BUF_INIT;
	char		 path[96];
	jv		 run = jv_null(), c;

	snprintf(path, sizeof(path), "l1/%.60s/run.json", id);
	if (fs_slurp_own(w->t->dir, path, 1u << 20, &file, NULL) == HCC_OK)
		run = js_parse(buf_str(&file), file.len, path, 0, NULL);
	c = js_get(run, "cause");
	if (js_str(c, "message", NULL) != NULL)
		buf_addf(b, ": %.40s: %.300s", js_str(c, "class", "other"),
		    js_str(c, "message", ""));
	if (js_str(c, "frame", NULL) != NULL)
		buf_addf(b, " at %.100s", js_str(c, "frame", ""));
	jv_free(c);
	jv_free(run);
	buf_release(&file);
}

static void
add_run(struct walk *w, jv ev)
{
	struct buf	 b = BUF_INIT;
	const char	*id = js_str(ev, "id", "");
	char		 dir[80], file[256];

	snprintf(dir, sizeof(dir), "l1/%.60s", id);
	if (wanted(w, "code") &&
	    view_solution_file(w->t, dir, file, sizeof(file)))
		add_code(w, id, file);
	snprintf(file, sizeof(file), "%s/log", dir);
	add_log(w, id, file);
	if (wanted(w, "result")) {
		buf_addf(&b, "# %s ended: %s", id, js_str(ev, "status", "?"));
		if (isfinite(js_num(ev, "claimed", NAN)))
			buf_addf(&b, ", metric %.6g", js_num(ev, "claimed",
			    NAN));
		add_cause(w, id, &b);
		buf_addc(&b, '\n');
		add_buf(w, "result", id, "journal.jsonl", &b);
	}
	buf_release(&b);
}

static void
add_result(struct walk *w, jv ev)
{
	struct buf	 b = BUF_INIT;
	const char	*id = js_str(ev, "id", "");
	bool		 held = strcmp(js_str(w->t->meta, "sealed", ""),
			    "holdout") == 0;

	if (!wanted(w, "result"))
		return;
	buf_addf(&b, "# suggestion %s: %s", id, js_str(ev, "status", "?"));
	if (isfinite(js_num(ev, "score", NAN)))
		buf_addf(&b, ", score %.6g%s%s", js_num(ev, "score", NAN),
		    held ? " on the rows held out" : "",
		    js_bool(ev, "adopted", false) ? ", adopted" : "");
	buf_addc(&b, '\n');
	add_buf(w, "result", id, "journal.jsonl", &b);
	buf_release(&b);
}

static void
add_plan(struct walk *w, int phase)
{
	char	 source[32], heading[40], id[16];

	snprintf(id, sizeof(id), "%02d", phase);
	snprintf(source, sizeof(source), "plan/%02d.md", phase);
	snprintf(heading, sizeof(heading), "plan of phase %02d", phase);
	add_file(w, "plan", id, source, heading);
	if (phase < 1 || phase > 999 || !w->finished[phase])
		return;
	/* kappa_r stands where the phase stood: behind its plan. */
	snprintf(source, sizeof(source), "l2/%02d.md", phase);
	snprintf(heading, sizeof(heading), "what phase %02d taught", phase);
	add_file(w, "kappa", id, source, heading);
}

/* Phases that are promoted: l2/NN.md exists and l1/NN does not. */
static void
find_finished(struct walk *w)
{
	char	**names, l1[32];
	size_t	 i, n;
	int	 phase;

	if (fs_names(w->t->dir, "l2", &names, &n, NULL) != HCC_OK)
		return;
	for (i = 0; i < n; i++) {
		phase = atoi(names[i]);
		snprintf(l1, sizeof(l1), "l1/%02d", phase);
		if (phase > 0 && phase < 1000 && !fs_exists(w->t->dir, l1))
			w->finished[phase] = true;
	}
	fs_names_free(names, n);
}

/* Does `id` begin with `only`, its last number whole? */
static bool
belongs(const char *id, const char *only)
{
	size_t	 n = strlen(only);

	return strncmp(id, only, n) == 0 && strspn(id + n, "0123456789") == 0;
}

static void
add_event(struct walk *w, jv ev, bool *planned)
{
	const char	*kind = js_str(ev, "ev", ""), *id;
	int		 p, d, j, k;

	if (strcmp(kind, "plan") == 0) {
		p = (int)js_num(ev, "phase", -1);
		/* A second draft is appended to plan 00: it is there once. */
		if (p >= 0 && p < 1000 && !planned[p])
			add_plan(w, p);
		if (p >= 0 && p < 1000)
			planned[p] = true;
		return;
	}
	id = js_str(ev, "id", "");
	if (!plan_id_parse(id, &p, &d, &j, &k) || p > 999 || w->finished[p])
		return;
	if (w->opts->only != NULL && !belongs(id, w->opts->only))
		return;
	if (strcmp(kind, "run") == 0)
		add_run(w, ev);
	else if (strcmp(kind, "result") == 0)
		add_result(w, ev);
}

static enum hcc_status
walk_events(struct walk *w, struct hcc_err *e)
{
	bool		 planned[1000] = { false };
	int		 i, torn, n;
	enum hcc_status	 st;
	jv		 events, ev;

	if ((st = journal_read(w->t, &events, &torn, e)) != HCC_OK)
		return st;
	n = jv_array_length(jv_copy(events));
	for (i = 0; i < n; i++) {
		ev = jv_array_get(jv_copy(events), i);
		add_event(w, ev, planned);
		jv_free(ev);
	}
	jv_free(events);
	return HCC_OK;
}

/* A part that is a heading and a fence: the bytes up to its text, and those
 * behind it. */
static size_t
frame_of(const char *s, size_t n, size_t *behind)
{
	size_t	 heading = strcspn(s, "\n") + 1, ticks;

	*behind = 0;
	if (heading >= n || (ticks = strspn(s + heading, "`")) < 3 ||
	    heading + 2 * (ticks + 1) > n)
		return 0;
	*behind = ticks + 1;
	return heading + ticks + 1;
}

/* Head and tail of a text within about `tokens`, and what is missing. */
static void
cut(struct buf *b, const char *s, size_t n, double tokens, double all)
{
	size_t	 keep = (size_t)((double)n * tokens / fmax(all, 1)), h;
	size_t	 front, behind, tail;

	if (keep >= n || n < 200) {
		buf_add(b, s, n);
		return;
	}
	front = frame_of(s, n, &behind);
	for (h = keep * 2 / 3; h > front && s[h - 1] != '\n'; h--)
		;
	h = h < front ? front : h;
	for (tail = n - (keep - keep * 2 / 3); tail < n && s[tail - 1] != '\n';
	    tail++)
		;
	tail = tail > n - behind ? n - behind : tail;
	buf_add(b, s, h);
	buf_addf(b, "[squeezed: %zu of %zu bytes left out]\n", tail - h, n);
	buf_add(b, s + tail, n - tail);
}

/* Apply one cap: a log becomes its digest, anything else is cut. */
static jv
squeeze(const struct walk *w, jv part, double cap)
{
	struct buf	 b = BUF_INIT;
	struct dig_opts	 opts = { (size_t)fmax(cap - 30, 50), w->ranges };
	const char	*text = js_str(part, "text", "");
	size_t		 heading;

	if (strcmp(js_str(part, "kind", ""), "log") == 0) {
		buf_addf(&b, "# log of %s [squeezed: digest of about %.0f "
		    "tokens]\n", js_str(part, "id", ""),
		    js_num(part, "tokens", 0));
		heading = b.len;
		(void)dig_file(w->t->dir, js_str(part, "source", ""), &opts,
		    &b, NULL);
		fence(&b, heading);
	} else
		cut(&b, text, strlen(text), cap, js_num(part, "tokens", 0));
	part = js_put_num(part, "cap", cap);
	part = js_put_num(part, "tokens",
	    tokens_of(w, buf_str(&b), b.len));
	part = js_put(part, "text", jv_string_sized(buf_str(&b),
	    (int)b.len));
	buf_release(&b);
	return part;
}

/* What hit.lua's pack() sees: no texts. */
static jv
outline(jv parts)
{
	jv	 out = jv_array(), p;
	int	 i, n = jv_array_length(jv_copy(parts));

	for (i = 0; i < n; i++) {
		p = jv_array_get(jv_copy(parts), i);
		out = jv_array_append(out, jv_object_delete(p,
		    jv_string("text")));
	}
	return out;
}

/* Ask hit.lua for the caps of all parts under this budget. */
static enum hcc_status
ask_caps(struct walk *w, struct script *policy, double budget, jv *caps,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	int		 n = jv_array_length(jv_copy(w->parts));
	jv		 args;

	args = jv_array_append(jv_array(), outline(w->parts));
	args = jv_array_append(args, jv_number(budget));
	if ((st = script_method(policy, "pack", args, caps, e)) != HCC_OK)
		return st;
	if (jv_get_kind(*caps) == JV_KIND_ARRAY &&
	    jv_array_length(jv_copy(*caps)) == n)
		return HCC_OK;
	jv_free(*caps);
	return err_set(e, HCC_CONFIG, "hit.lua: pack must return a list with "
	    "one cap (or false) for each of %d parts", n);
}

static jv
note_part(const struct walk *w, int dropped)
{
	char	 text[80];
	jv	 p = js_put_str(jv_object(), "kind", "note");

	snprintf(text, sizeof(text), "[squeezed: %d older parts left out]\n",
	    dropped);
	p = js_put_str(js_put_str(p, "id", ""), "source", "hit.lua");
	p = js_put_num(p, "tokens", tokens_of(w, text, strlen(text)));
	return js_put_str(p, "text", text);
}

/* The parts under their caps (consumed), and the tokens they have then. */
static jv
apply_caps(struct walk *w, jv caps, double *total)
{
	jv	 out = jv_array(), p, c;
	int	 i, dropped = 0, n = jv_array_length(jv_copy(w->parts));

	*total = 0;
	for (i = 0; i < n; i++) {
		p = jv_array_get(jv_copy(w->parts), i);
		c = jv_array_get(jv_copy(caps), i);
		if (jv_get_kind(c) == JV_KIND_NUMBER) {
			if (jv_number_value(c) < 1) {
				dropped++;
				jv_free(p);
				jv_free(c);
				continue;
			}
			p = squeeze(w, p, jv_number_value(c));
		}
		jv_free(c);
		*total += js_num(p, "tokens", 0);
		out = jv_array_append(out, p);
	}
	jv_free(caps);
	if (dropped > 0) {
		p = note_part(w, dropped);
		*total += js_num(p, "tokens", 0);
		out = jv_array_append(out, p);
	}
	return out;
}

/* The largest part, cut or dropped; what is left then. */
static double
cut_largest(struct walk *w, double total, double budget)
{
	struct buf	 b = BUF_INIT;
	double		 t, most = -1, keep;
	const char	*text;
	int		 i, at = 0, n = jv_array_length(jv_copy(w->parts));
	jv		 p;

	for (i = 0; i < n; i++) {
		p = jv_array_get(jv_copy(w->parts), i);
		if ((t = js_num(p, "tokens", 0)) > most) {
			most = t;
			at = i;
		}
		jv_free(p);
	}
	p = jv_array_get(jv_copy(w->parts), at);
	text = js_str(p, "text", "");
	/* Each cut leaves less, down to nothing: this comes to an end. */
	keep = fmin(most / 2, most - (total - budget) - 20);
	if (keep >= 20)
		cut(&b, text, strlen(text), keep, most);
	keep = tokens_of(w, buf_str(&b), b.len);
	if (keep >= most) {
		buf_reset(&b);
		keep = 0;
	}
	p = js_put_num(js_put_num(p, "cap", keep), "tokens", keep);
	p = js_put(p, "text", jv_string_sized(buf_str(&b), (int)b.len));
	w->parts = jv_array_set(w->parts, at, p);
	buf_release(&b);
	return total - most + keep;
}

/* Caps are estimates: while the result is above the budget, ask again for
 * less; what a policy does not bring below it is cut here. */
static enum hcc_status
pack(struct walk *w, struct script *policy, double budget, struct hcc_err *e)
{
	double		 total, ask = budget;
	int		 i;
	enum hcc_status	 st;
	jv		 caps, out = jv_invalid();

	for (i = 0; i < 5; i++) {
		if ((st = ask_caps(w, policy, ask, &caps, e)) != HCC_OK) {
			jv_free(out);
			return st;
		}
		jv_free(out);
		out = apply_caps(w, caps, &total);
		if (total <= budget)
			break;
		ask -= (total - budget) * 1.2 + 10;
	}
	jv_free(w->parts);
	w->parts = out;
	while (total > budget && total > 0)
		total = cut_largest(w, total, budget);
	return HCC_OK;
}

/* Has anything been fetched? There is front matter in any case. */
static bool
has_wisdom(const struct task *t)
{
	struct buf	 b = BUF_INIT;
	const char	*s, *end;
	bool		 yes;

	(void)fs_slurp(t->dir, "prefetch.md", 8u << 20, &b, NULL);
	s = buf_str(&b);
	if (strncmp(s, "---\n", 4) == 0 &&
	    (end = strstr(s + 3, "\n---\n")) != NULL)
		s = end + 5;
	yes = s[strspn(s, " \t\r\n")] != '\0';
	buf_release(&b);
	return yes;
}

/* e_0 = concat(d_tau, user instructions, Omega). */
static void
add_task(struct walk *w)
{
	struct buf	 b = BUF_INIT;

	if (wanted(w, "task")) {
		buf_adds(&b, "# task\n\n");
		if (fs_slurp(w->t->dir, "descriptor.txt", 1u << 20, &b,
		    NULL) == HCC_OK)
			buf_addc(&b, '\n');
		buf_adds(&b, w->t->body);
		add_line_end(&b);
		add_buf(w, "task", js_str(w->t->meta, "id", ""), "task.md",
		    &b);
	}
	buf_release(&b);
	add_file(w, "preview", "", "preview.md", "data");
	if (!w->opts->bare || !has_wisdom(w->t))
		add_file(w, "wisdom", "", "prefetch.md", "wisdom of earlier "
		    "tasks");
}

/* The tokens that are left to the context. What is known to stand behind it
 * takes its place; else room is kept, so that the context does not depend on
 * the step as long as that is short. */
static double
budget_of(const struct walk *w, jv knobs)
{
	const struct context_opts	*o = w->opts;
	double				 all = o->budget, room = 0;

	if (all <= 0) {
		all = js_num(knobs, "budget", 70000);
		room = fmin(js_num(knobs, "room", 8000), all / 2);
	}
	if (o->behind != NULL)
		room = fmax(room, tokens_of(w, o->behind, strlen(o->behind)));
	return fmax(0, all - room);
}

enum hcc_status
context_fit(const struct task *t, const struct places *at,
    const struct context_opts *opts, const char *text, double share,
    struct buf *out, struct hcc_err *e)
{
	struct walk	 w = { .t = t, .opts = opts };
	struct script	*policy = NULL;
	double		 all, max = opts->budget;
	enum hcc_status	 st;

	if (max <= 0) {
		if ((st = policy_open(t, at, "hit", &policy, e)) != HCC_OK)
			return st;
		max = policy_num(policy, "budget", 70000);
		script_close(policy);
	}
	all = tokens_of(&w, text, strlen(text));
	if (all <= max * share)
		buf_adds(out, text);
	else
		cut(out, text, strlen(text), max * share, all);
	return HCC_OK;
}

enum hcc_status
context_build(const struct task *t, const struct places *at,
    const struct context_opts *opts, jv *parts, struct hcc_err *e)
{
	struct walk	 w = { .t = t, .opts = opts, .reads = jv_null(),
			    .parts = jv_array() };
	struct script	*policy = NULL;
	enum hcc_status	 st;
	jv		 knobs = jv_null(), roles;

	*parts = jv_invalid();
	if ((st = policy_open(t, at, "hit", &policy, e)) != HCC_OK)
		goto out;
	knobs = script_table(policy);
	roles = js_get(knobs, "reads");
	jv_free(w.reads);
	w.reads = js_get(roles, opts->role);
	jv_free(roles);
	roles = js_get(knobs, "ranges");
	w.ranges = has(roles, opts->role);
	jv_free(roles);
	if (jv_get_kind(w.reads) != JV_KIND_ARRAY) {
		st = err_set(e, HCC_USAGE, "role '%s' is not in hit.lua's "
		    "table 'reads'", opts->role);
		goto out;
	}
	find_finished(&w);
	add_task(&w);
	if ((st = walk_events(&w, e)) == HCC_OK)
		st = pack(&w, policy, budget_of(&w, knobs), e);
out:
	jv_free(knobs);
	jv_free(w.reads);
	script_close(policy);
	if (st == HCC_OK)
		*parts = w.parts;
	else
		jv_free(w.parts);
	return st;
}

void
context_text(struct buf *b, jv parts)
{
	int	 i, n = jv_array_length(jv_copy(parts));
	jv	 p;

	for (i = 0; i < n; i++) {
		p = jv_array_get(jv_copy(parts), i);
		buf_adds(b, js_str(p, "text", ""));
		buf_addc(b, '\n');
		jv_free(p);
	}
}
