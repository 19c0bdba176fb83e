/*
 * hcc-show: print an attempt, or how two differ: what came of it, its program,
 * its log.
 *
 * Reads L1, or the archive of a promoted phase when its checksum is the one
 * that was recorded; writes nothing.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diff.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "common/tool.h"
#include "digest/digest.h"
#include "run/limits.h"
#include "task/evidence.h"

enum { HEAD, RECORDS, CODE, LOG, DIGEST, PARTS };

struct app {
	struct tool	 tool;
	bool		 code, log, digest, records;
	bool		 part[PARTS];		/* what is printed */
	bool		 bare;			/* one part, as it is */
};

#define OPT_STRUCT struct app
static const struct tool_opt opts[] = {
	OPT_FLAG('c', code, "the program, and nothing else"),
	OPT_FLAG('d', digest, "the facts of the log"),
	OPT_FLAG('l', log, "the log"),
	OPT_FLAG('r', records, "result.json and run.json, as JSON lines"),
	OPT_END
};

/* One attempt. */
struct shown {
	char			 id[64];
	struct evidence_ref	 ref;
	bool			 has_result, has_run;
	struct result		 result;
	struct run		 run;
	char			 program[64];	/* name of its file, or "" */
	char			 place[64];
};

/* Parse "01/1.2", "01/1.2/3" or "01/1.2/audit". */
static bool
parse_id(const char *id, struct evidence_ref *ref)
{
	const char	*slash = strrchr(id, '/');
	bool		 extra = slash != NULL &&
			    (strcmp(slash, "/audit") == 0 ||
			    strcmp(slash, "/control") == 0);

	if (!evidence_parse(id, extra ? (size_t)(slash - id) : strlen(id),
	    ref))
		return false;
	if (extra)
		snprintf(ref->attempt, sizeof(ref->attempt), "%s", slash + 1);
	ref->file[0] = '\0';
	ref->from = ref->to = 0;
	return true;
}

/* The attempt that is best now. */
static enum hcc_status
best_id(const struct task *t, struct evidence_ref *ref, struct hcc_err *e)
{
	struct result	 best;
	bool		 good;

	record_init(&result_record, &best);
	good = record_load(&result_record, t->dir, "best/result.json", &best)
	    && best.id != NULL && parse_id(best.id, ref);
	if (good)
		snprintf(ref->attempt, sizeof(ref->attempt), "%d",
		    best.attempt);
	result_free(&best);
	return good ? HCC_OK : err_set(e, HCC_MISSING, "task '%s': nothing is "
	    "best yet", t->path);
}

/* Say what is neither an id nor, before others, a task. */
static void
check_ids(const struct app *a, int n, char *const *ids)
{
	struct evidence_ref	 ref;
	int			 i;

	for (i = 0; i < n; i++)
		if (strcmp(ids[i], "best") != 0 && !parse_id(ids[i], &ref))
			tool_usage(&a->tool, "'%s' is neither the directory of "
			    "a task nor an id of a suggestion or an attempt, "
			    "such as 01/1.2 or 01/1.2/3", ids[i]);
}

/* HCC_MISSING: there is neither a result nor a run. Damage is an error. */
static enum hcc_status
find(const struct task *t, struct evidence *ev, const char *id,
    struct shown *s, struct hcc_err *e)
{
	struct evidence_ref	 ref;
	enum hcc_status		 st;

	*s = (struct shown){ .has_result = false };
	record_init(&result_record, &s->result);
	record_init(&run_record, &s->run);
	if (strcmp(id, "best") == 0)
		st = best_id(t, &s->ref, e);
	else
		st = parse_id(id, &s->ref) ? HCC_OK : err_set(e, HCC_INPUT,
		    "'%s' is no id of a suggestion or an attempt", id);
	if (st != HCC_OK)
		return st;
	st = evidence_result(ev, &s->ref, &s->result, e);
	s->has_result = st == HCC_OK;
	if (st != HCC_OK && st != HCC_MISSING)
		return st;
	if (*s->ref.attempt == '\0')
		snprintf(s->ref.attempt, sizeof(s->ref.attempt), "%d",
		    s->result.attempt > 0 ? s->result.attempt : 1);
	st = evidence_run(ev, &s->ref, &s->run, e);
	s->has_run = st == HCC_OK;
	if (!evidence_program(ev, &s->ref, s->program, sizeof(s->program)))
		s->program[0] = '\0';
	evidence_place(ev, s->ref.phase, s->place, sizeof(s->place));
	ref = s->ref;
	snprintf(s->id, sizeof(s->id), "%02d/%.30s/%.15s", ref.phase,
	    ref.suggestion, ref.attempt);
	if (st != HCC_MISSING)
		return st;
	/* One that still runs has a program. */
	return *s->program != '\0' ? HCC_OK : err_set(e, HCC_MISSING,
	    "task '%s' has no attempt '%s'", t->path, s->id);
}

static void
add_number(struct buf *b, const char *name, double d)
{
	if (isfinite(d))
		buf_addf(b, "  %-9s %.9g\n", name, d);
}

static void
add_text(struct buf *b, const char *name, const char *s)
{
	if (s != NULL && *s != '\0')
		buf_addf(b, "  %-9s %s\n", name, s);
}

static void
add_result(struct buf *b, const struct result *r)
{
	add_number(b, "score", r->score);
	add_number(b, "claimed", r->claimed);
	add_number(b, "measured", r->measured);
	add_number(b, "audited", r->audited);
	if (isfinite(r->change)) {
		buf_addf(b, "  %-9s %+.6g", "change", r->change);
		if (isfinite(r->interval))
			buf_addf(b, " +-%.2g", r->interval);
		buf_addf(b, " against %s%s\n", r->base == NULL ||
		    r->base->id == NULL ? "?" : r->base->id,
		    r->adopted ? ", adopted" : "");
	}
	add_text(b, "suspect", r->suspect);
}

static void
add_run(struct buf *b, const struct run *r)
{
	char	 took[40], limit[40];

	format_seconds(r->seconds, took, sizeof(took));
	format_seconds(r->time_limit, limit, sizeof(limit));
	buf_addf(b, "  %-9s %s of %s, %d cores, %.0f MB\n", "took", took, limit,
	    r->cores, r->peak_memory / 1e6);
	if (r->signal != 0)
		buf_addf(b, "  %-9s by signal %d\n", "ended", r->signal);
	else if (r->exit > 0)
		buf_addf(b, "  %-9s with exit status %d\n", "ended", r->exit);
	if (limits_remedy(r->limit) != NULL)
		buf_addf(b, "  %-9s %s: %s\n", "limit", r->limit,
		    limits_remedy(r->limit));
	else
		add_text(b, "limit", r->limit);
	add_text(b, "command", r->command);
}

/* What came of it, for people. */
static void
add_head(struct buf *b, const struct shown *s, bool busy)
{
	const struct cause	*c = s->has_run && s->run.cause != NULL ?
				    s->run.cause : s->result.cause;
	const char		*status = s->has_run ? s->run.status :
				    s->result.status;

	buf_addf(b, "%s  %s\n", s->id, s->result.title == NULL ? "" :
	    s->result.title);
	add_text(b, "status", status != NULL ? status : busy ? "running" :
	    "cut off");
	if (s->has_result && atoi(s->ref.attempt) == s->result.attempt)
		add_result(b, &s->result);
	else {
		add_number(b, "claimed", s->run.claimed);
		add_number(b, "measured", s->run.measured);
	}
	if (s->has_run)
		add_run(b, &s->run);
	if (c != NULL && c->message != NULL)
		buf_addf(b, "  %-9s %s%s%s%s%s\n", "cause", c->class == NULL ?
		    "" : c->class, c->class == NULL ? "" : ": ", c->message,
		    c->frame == NULL ? "" : " at ",
		    c->frame == NULL ? "" : c->frame);
	buf_addf(b, "  %-9s %s %s/%s\n", "place", s->place, s->ref.suggestion,
	    s->ref.attempt);
	if (s->result.text != NULL && *s->result.text != '\0')
		buf_addf(b, "\n%s\n", s->result.text);
}

/* As the schemas have it; between two, a member a line. */
static void
add_records(struct buf *b, const struct shown *s, const char *task, bool pretty)
{
	const char	*kinds[] = { "result", "run" };
	bool		 has[] = { s->has_result, s->has_run };
	jv		 v;
	int		 i;

	for (i = 0; i < 2; i++) {
		if (!has[i])
			continue;
		v = i == 0 ? record_json(&result_record, &s->result) :
		    record_json(&run_record, &s->run);
		if (i == 0)
			v = json_put_path(json_put_str(v, "kind", kinds[i]),
			    "task", task);
		if (pretty)
			json_dump_pretty(b, v);
		else {
			json_dump(b, v);
			buf_addc(b, '\n');
		}
		jv_free(v);
	}
}

/* A file of the attempt; of a log, `digest`: its facts. */
static enum hcc_status
add_file(struct evidence *ev, const struct shown *s, const char *name,
    bool digest, struct buf *b, struct hcc_err *e)
{
	struct evidence_ref	 ref = s->ref;
	const struct buf	*file;
	struct digest_opts	 plain = { .ranges = false };
	struct digest		*d;
	enum hcc_status		 st;

	snprintf(ref.file, sizeof(ref.file), "%s", name);
	if ((st = evidence_bytes(ev, &ref, &file, e)) != HCC_OK)
		return st;
	if (!digest) {
		buf_add(b, buf_str(file), file->len);
		return HCC_OK;
	}
	d = digest_open(&plain);
	digest_feed(d, buf_str(file), file->len);
	digest_finish(d, b);
	digest_close(d);
	return HCC_OK;
}

static enum hcc_status
add_part(const struct task *t, struct evidence *ev, const struct shown *s,
    int part, bool pretty, struct buf *b, struct hcc_err *e)
{
	switch (part) {
	case HEAD:
		add_head(b, s, task_runs(t));
		return HCC_OK;
	case RECORDS:
		add_records(b, s, t->path, pretty);
		return HCC_OK;
	case CODE:
		if (*s->program == '\0')
			return err_set(e, HCC_MISSING, "attempt %s has no "
			    "program", s->id);
		return add_file(ev, s, s->program, false, b, e);
	default:
		return add_file(ev, s, "log", part == DIGEST, b, e);
	}
}

/* Bytes as they are, but to a terminal, which obeys some. */
static void
put(const struct buf *b)
{
	struct buf	 plain = BUF_INIT;

	if (isatty(STDOUT_FILENO)) {
		utf8_add_plain(&plain, buf_str(b), b->len);
		fwrite(buf_str(&plain), 1, plain.len, stdout);
		buf_release(&plain);
	} else
		fwrite(buf_str(b), 1, b->len, stdout);
}

static void
put_title(const struct shown *s, int part)
{
	if (part == CODE)
		tool_put("\n==> %s/%s <==\n", s->id, s->program);
	else if (part == DIGEST || part == LOG)
		tool_put("\n==> %s/log%s <==\n", s->id,
		    part == DIGEST ? ", its facts" : "");
}

/* A part that is not there is an error only when it was asked for. */
static enum hcc_status
show_one(const struct app *a, const struct task *t, struct evidence *ev,
    const struct shown *s, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st = HCC_OK;
	int		 i;

	for (i = 0; st == HCC_OK && i < PARTS; i++) {
		if (!a->part[i])
			continue;
		buf_reset(&b);
		st = add_part(t, ev, s, i, false, &b, e);
		if (st == HCC_MISSING && a->part[HEAD]) {
			st = HCC_OK;
			continue;
		}
		if (st == HCC_OK && !a->bare)
			put_title(s, i);
		if (st == HCC_OK)
			put(&b);
	}
	buf_release(&b);
	return st;
}

/* The heads of both, and the difference of each other part. */
static enum hcc_status
show_two(const struct app *a, const struct task *t, struct evidence *ev,
    const struct shown s[2], struct hcc_err *e)
{
	struct buf	 b[2] = { BUF_INIT, BUF_INIT }, diff = BUF_INIT;
	char		 label[2][160];
	enum hcc_status	 st = HCC_OK;
	int		 i, k;

	for (i = 0; st == HCC_OK && i < PARTS; i++) {
		if (!a->part[i])
			continue;
		buf_reset(&diff);
		for (k = 0; st == HCC_OK && k < 2; k++) {
			buf_reset(&b[k]);
			st = add_part(t, ev, &s[k], i, true, &b[k], e);
			snprintf(label[k], sizeof(label[k]), "%.63s%s%.63s",
			    s[k].id, i == CODE ? "/" : i == RECORDS ? "" :
			    "/log", i == CODE ? s[k].program : "");
		}
		if (st == HCC_OK && i == HEAD)
			buf_addf(&diff, "%s\n%s\n", buf_str(&b[0]),
			    buf_str(&b[1]));
		else if (st == HCC_OK)
			st = diff_texts(label[0], &b[0], label[1], &b[1],
			    &diff, e);
		if (st == HCC_OK)
			put(&diff);
	}
	buf_release(&b[0]);
	buf_release(&b[1]);
	buf_release(&diff);
	return st;
}

/* One id or two of a task. */
static enum hcc_status
show(const struct app *a, const char *dir, int n, char *const *ids,
    struct hcc_err *e)
{
	struct task	 t;
	struct evidence	*ev;
	struct shown	 s[2];
	enum hcc_status	 st;
	int		 i, found;

	if ((st = task_open(&t, dir, NULL, e)) != HCC_OK)
		return st;
	ev = evidence_open(&t, jv_null());
	for (found = 0; st == HCC_OK && found < n; found++)
		st = find(&t, ev, ids[found], &s[found], e);
	if (st == HCC_OK)
		st = n == 1 ? show_one(a, &t, ev, &s[0], e) :
		    show_two(a, &t, ev, s, e);
	for (i = 0; i < found; i++) {
		result_free(&s[i].result);
		run_free(&s[i].run);
	}
	evidence_close(ev);
	task_close(&t);
	return st;
}

/* The ids of records, such as those of hcc-exec, with their tasks. */
static void
show_records(struct app *a, const char *dir)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	jv		 in = tool_inputs(&a->tool, 0, NULL), rec;
	char		*path, *id;
	int		 i;

	for (i = 0; json_item(in, i, &rec); i++) {
		if (strcmp(json_str(rec, "kind", ""), "task") == 0)
			tool_usage(&a->tool, "nothing to show: neither an "
			    "operand nor a record on standard input");
		if (json_str(rec, "id", NULL) == NULL)
			continue;
		path = json_path(rec, "task");
		id = mem_dup(json_str(rec, "id", ""));
		if (show(a, path != NULL ? path : dir, 1, &id, &e) != HCC_OK)
			tool_fail(&a->tool, &e);
		free(path);
		free(id);
	}
	jv_free(in);
}

/* Without one of -cdlr: what came of it, the program, the facts of the log. */
static void
choose_parts(struct app *a)
{
	a->part[CODE] = a->code;
	a->part[LOG] = a->log;
	a->part[DIGEST] = a->digest;
	a->part[RECORDS] = a->records;
	a->bare = a->code + a->log + a->digest + a->records == 1;
	if (a->code || a->log || a->digest || a->records)
		return;
	a->part[HEAD] = a->part[CODE] = a->part[DIGEST] = true;
}

int
main(int argc, char **argv)
{
	struct app	 a = { .tool = { .name = "hcc-show",
	    .operands = "[task] [id [id]]", .opts = opts,
	    .about = "print an attempt, or how two differ" } };
	struct hcc_err	 e = HCC_ERR_INIT;
	int		 first = tool_options(&a.tool, argc, argv, &a);
	int		 i = first;
	const char	*task = tool_task_operand(argc, argv, &i);
	const char	*dir = task != NULL ? task : tool_here();
	char		*best[] = { "best" };

	choose_parts(&a);
	check_ids(&a, argc - i, argv + i);
	if (argc - i > 2)
		tool_usage(&a.tool, "two attempts can be compared, not %d",
		    argc - i);
	if (first == argc)
		show_records(&a, dir);
	else if (show(&a, dir, i == argc ? 1 : argc - i, i == argc ? best :
	    argv + i, &e) != HCC_OK)
		tool_fail(&a.tool, &e);
	return tool_finish(&a.tool);
}
