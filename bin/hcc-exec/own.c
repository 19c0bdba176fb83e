/*
 * own.c: hcc-exec -a: what a person has made becomes the best, and the base of
 * what follows.
 *
 * A run of the task, by its id, is taken as it was measured. A directory holds
 * a program: of a table solution.EXT, or its only file of that kind; of a
 * project the whole tree. It is run first, as a recorded run l1/NN/0.J, unless
 * it has a log: then it was run elsewhere, and what it printed is its claim.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "hcc-exec/exec.h"
#include "lua/policy.h"
#include "run/adoption.h"
#include "run/attempt.h"
#include "run/suggestion_result.h"
#include "task/best.h"
#include "task/earlier.h"
#include "task/journal.h"
#include "task/language.h"
#include "task/plan.h"
#include "task/project.h"

#define CODE_MAX	(64u << 20)
#define TAKEN		".tmp-adopted"	/* of a run that is archived */

struct own {
	struct exec_options	*o;
	const struct task	*t;
	struct hcc_err		*e;
};

/* The program in a directory: solution.EXT, else the only *.EXT. */
static enum hcc_status
find_program(const struct own *w, int dir, const char *path, char *name,
    size_t n)
{
	const char	*ext = w->t->language->ext, *dot;
	char		**names;
	size_t		 i, count = 0, all;
	enum hcc_status	 st;

	if ((st = fs_names(dir, ".", &names, &all, w->e)) != HCC_OK)
		return st;
	for (i = 0; i < all; i++) {
		dot = strrchr(names[i], '.');
		if (dot == NULL || strcmp(dot + 1, ext) != 0)
			continue;
		if (++count == 1 || strncmp(names[i], "solution.", 9) == 0)
			snprintf(name, n, "%s", names[i]);
		if (strncmp(names[i], "solution.", 9) == 0) {
			count = 1;
			break;
		}
	}
	fs_names_free(names, all);
	return count == 1 ? HCC_OK : err_set(w->e, HCC_INPUT, "adopt '%s': "
	    "%s; name the program solution.%s", path, count == 0 ?
	    "it has no program" : "more than one file may be the program",
	    ext);
}

/* The directory that is adopted, beside the task's project. */
struct compared {
	const struct own	*w;
	int			 dir;
	const char		*from;
};

/* A file of the project that may not change is the task's own? */
static enum hcc_status
compare(void *ctx, const char *own, const struct stat *entry,
    struct hcc_err *e)
{
	struct compared	*c = ctx;
	const char	*path = own + strlen("project/");
	int		 project = c->w->t->dir;
	char		 sum[2][65];
	struct stat	 sb;

	(void)entry;
	if (project_editable(c->w->t, path) ||
	    fstatat(c->dir, path, &sb, 0) == -1)
		return HCC_OK;
	if (S_ISDIR(sb.st_mode))
		return fs_each(project, own, false, compare, c, e);
	if (fs_sha256(project, own, sum[0], NULL) != HCC_OK ||
	    fs_sha256(c->dir, path, sum[1], NULL) != HCC_OK ||
	    strcmp(sum[0], sum[1]) == 0)
		return HCC_OK;
	return err_set(e, HCC_INPUT, "adopt '%s': its '%s' is not that of the "
	    "task's project, and may not change; name it in 'edit' of task.md "
	    "if it may", c->from, path);
}

/* The files of the project that may change, as they are in the directory. */
static enum hcc_status
read_project(const struct own *w, int dir, const char *path, struct buf *code)
{
	struct buf	 text = BUF_INIT;
	enum hcc_status	 st = fs_each(w->t->dir, "project", false, compare,
			    &(struct compared){ w, dir, path }, w->e);
	jv		 one, files = jv_object();
	int		 i;

	for (i = 0; st == HCC_OK && json_item(w->t->edit, i, &one); i++) {
		buf_reset(&text);
		st = fs_read(dir, jv_string_value(one), CODE_MAX, &text, w->e);
		files = json_put(files, jv_string_value(one),
		    jv_string_sized(buf_str(&text), (int)text.len));
	}
	if (st == HCC_OK)
		st = project_code(w->t, files, code, w->e);
	else if (w->e->status == HCC_MISSING)
		err_prefix(w->e, "adopt '%s'", path);
	buf_release(&text);
	jv_free(files);
	return st;
}

static enum hcc_status
read_program(const struct own *w, int dir, const char *path, struct buf *code)
{
	char		 name[256];
	enum hcc_status	 st;

	if (w->t->command != NULL)
		return read_project(w, dir, path, code);
	if ((st = find_program(w, dir, path, name, sizeof(name))) == HCC_OK)
		st = fs_read_nofollow(dir, name, CODE_MAX, code, w->e);
	return st;
}

/* Run it, or take what is finished; the result is published whatever came of
 * it. */
static enum hcc_status
record_directory(const struct own *w, int dir, const char *path,
    const char *code, char id[64])
{
	struct recording	 r;
	struct result		 res;
	char			 file[80], title[300];
	enum hcc_status		 st;

	st = recording_open(&r, w->o, w->t, NULL, w->e);
	if (st == HCC_OK) {
		r.attempt.code = code;
		r.attempt.finished = fs_exists(dir, "log") ? path : NULL;
		st = recording_run(&r, w->e);
	}
	if (st == HCC_OK) {
		snprintf(id, 64, "%s", r.id);
		snprintf(title, sizeof(title), "Own program: %.200s", path);
		snprintf(file, sizeof(file), "l1/%.48s/result.json", id);
		st = suggestion_result(w->t, id, title, &res, w->e);
		if (st == HCC_OK)
			st = record_publish(&result_record, w->t->dir, file,
			    &res, w->e);
		result_free(&res);
	}
	if (st == HCC_OK && !status_ok(r.run.status))
		st = err_set(w->e, HCC_INPUT, "adopt '%s': it failed as run "
		    "%s: %s: %s; see '%s/l1/%s/log'", path, id,
		    r.run.cause == NULL ? "?" : r.run.cause->class,
		    r.run.cause == NULL ? "?" : r.run.cause->message,
		    w->t->path, r.at);
	recording_close(&r);
	return st;
}

static enum hcc_status
take_directory(const struct own *w, const char *given, char id[64])
{
	struct buf	 code = BUF_INIT;
	char		*path = realpath(given, NULL);
	enum hcc_status	 st;
	int		 dir = path == NULL ? -1 : fs_open_dir(AT_FDCWD, path);

	if (dir == -1)
		st = err_errno(w->e, "adopt '%s': neither the id of a run, "
		    "such as 00/0.1, nor a directory", given);
	else if ((st = read_program(w, dir, path, &code)) == HCC_OK)
		st = record_directory(w, dir, path, buf_str(&code), id);
	buf_release(&code);
	free(path);
	if (dir != -1)
		close(dir);
	return st;
}

/* A recorded command has no solution.EXT yet. Its program is the file that it
 * ends with; what it tells the program beside would be lost. */
static enum hcc_status
name_program(const struct own *w, const char *id, struct result *res)
{
	struct run	 run;
	char		 dir[80], from[400], to[140], name[256], sum[65];
	enum hcc_status	 st = HCC_OK;
	size_t		 n, m;
	int		 fd;

	snprintf(dir, sizeof(dir), "l1/%.48s/%d", id, res->attempt);
	snprintf(to, sizeof(to), "%s/solution.%s", dir, w->t->language->ext);
	snprintf(from, sizeof(from), "%.48s/%d", id, res->attempt);
	if (!run_load(w->t, from, &run) || run.command == NULL ||
	    fs_exists(w->t->dir, to))
		goto out;
	fd = fs_open_dir(w->t->dir, dir);
	st = w->t->command != NULL ? err_set(w->e, HCC_INPUT, "adopt %s: a "
	    "recorded command is no run of the project; name the directory "
	    "that holds your version of it", id) :
	    find_program(w, fd, dir, name, sizeof(name));
	if (fd != -1)
		close(fd);
	if (st != HCC_OK)
		goto out;
	n = strlen(run.command);
	m = strlen(name);
	if (n < m || strcmp(run.command + n - m, name) != 0) {
		st = err_set(w->e, HCC_INPUT, "adopt %s: its command '%s' says "
		    "more than '%s' does, so that this alone is not what ran; "
		    "put it into the program", id, run.command, name);
		goto out;
	}
	snprintf(from, sizeof(from), "%s/%s", dir, name);
	if ((st = fs_copy(w->t->dir, from, w->t->dir, to, w->e)) == HCC_OK)
		st = fs_sha256(w->t->dir, to, sum, w->e);
	if (st == HCC_OK) {
		record_set(&run.code_sha256, sum);
		record_set(&res->code_sha256, sum);
		snprintf(to, sizeof(to), "%s/run.json", dir);
		st = record_publish(&run_record, w->t->dir, to, &run, w->e);
	}
out:
	run_free(&run);
	return st;
}

/* Where best_adopt_from() finds it: in L1, or laid out from the archive. */
static enum hcc_status
place(const struct own *w, struct earlier *was, char *dir, size_t n)
{
	enum hcc_status	 st;
	int		 fd;

	snprintf(dir, n, "l1/%.48s/%d", was->result.id, was->result.attempt);
	if (fs_exists(w->t->dir, dir))
		return HCC_OK;
	snprintf(dir, n, "%s", TAKEN);
	if ((st = fs_remove(w->t->dir, TAKEN, w->e)) != HCC_OK ||
	    (st = fs_mkdirs(w->t->dir, TAKEN, w->e)) != HCC_OK)
		return st;
	fd = fs_open_dir(w->t->dir, TAKEN);
	if (fd == -1)
		return err_errno(w->e, "open '%s/%s'", w->t->path, TAKEN);
	st = earlier_lay_out(w->t, was, fd, w->e);
	if (st == HCC_OK)
		st = record_publish(&run_record, fd, "run.json", &was->run,
		    w->e);
	close(fd);
	return st;
}

/* result.json, the event and the record. */
static enum hcc_status
publish(const struct own *w, const struct result *r)
{
	char		 path[80];
	enum hcc_status	 st = HCC_OK;
	jv		 v;

	snprintf(path, sizeof(path), "l1/%.48s/result.json", r->id);
	if (fs_exists(w->t->dir, path))
		st = record_publish(&result_record, w->t->dir, path, r, w->e);
	if (st == HCC_OK)
		st = journal_add(w->t, "adopt", json_put_num(json_put_str(
		    jv_object(), "id", r->id), "score", r->score), w->e);
	if (st != HCC_OK)
		return st;
	v = json_put_str(record_json(&result_record, r), "kind", "result");
	tool_record(json_put_path(v, "task", w->t->path));
	return HCC_OK;
}

/* A person's word is enough, but that it is no gain is said. */
static void
compare_scores(const struct own *w, const struct result *r,
    const struct result *best)
{
	struct script	*policy = NULL;
	bool		 yes = true;

	if (policy_open(w->t->path, tool_places(), "exec", &policy, NULL) ==
	    HCC_OK && adoption_ask(policy, w->t, r, best, &yes, NULL) ==
	    HCC_OK && !yes)
		tool_warn(&w->o->tool, "%s with %.6g is not better than %s "
		    "with %.6g beyond the noise; it is the best of '%s' now, "
		    "as you said", r->id, r->score, best->id, best->score,
		    w->t->path);
	script_close(policy);
}

static enum hcc_status
adopt(const struct own *w, struct earlier *was)
{
	struct result	*r = &was->result, best;
	char		 dir[80];
	enum hcc_status	 st;

	(void)record_load(&result_record, w->t->dir, "best/result.json",
	    &best);
	if (best.id != NULL && strcmp(best.id, r->id) == 0)
		st = err_set(w->e, HCC_NONE, "%s is the best of '%s' already",
		    r->id, w->t->path);
	else if (!isfinite(r->score))
		st = err_set(w->e, HCC_INPUT, "adopt %s: it printed no line "
		    "'metric: VALUE', so that it has no score", r->id);
	else if (!w->t->no_submission && !json_bool(was->run.submission,
	    "valid", false))
		st = err_set(w->e, HCC_INPUT, "adopt %s: it has no valid '%s'",
		    r->id, w->t->submission);
	else if ((st = place(w, was, dir, sizeof(dir))) == HCC_OK) {
		if (best.id != NULL)
			compare_scores(w, r, &best);
		r->delta = r->score - best.score;
		r->adopted = true;
		r->seeds = 0;
		st = best_adopt_from(w->t, r, dir, w->o->python, w->e);
		if (st == HCC_OK)
			st = publish(w, r);
	}
	(void)fs_remove(w->t->dir, TAKEN, NULL);
	result_free(&best);
	return st;
}

enum hcc_status
exec_own(struct exec_options *o, const struct task *t, struct hcc_err *e)
{
	const struct own w = { o, t, e };
	struct earlier	 was;
	struct result	 res;
	char		 id[64], path[96];
	int		 phase, direction, n, attempt;
	enum hcc_status	 st = HCC_OK;

	if (fs_exists(t->dir, "done.json"))
		return err_set(e, HCC_NONE, "task '%s' has ended", t->path);
	if (plan_id_parse(o->adopt, &phase, &direction, &n, &attempt)) {
		plan_id(id, phase, direction, n);
		snprintf(path, sizeof(path), "l1/%.48s/result.json", id);
		if (record_load(&result_record, t->dir, path, &res) &&
		    status_ok(res.status) &&
		    (st = name_program(&w, id, &res)) == HCC_OK)
			st = record_publish(&result_record, t->dir, path, &res,
			    e);
		result_free(&res);
	} else
		st = take_directory(&w, o->adopt, id);
	if (st != HCC_OK)
		return st;
	if ((st = earlier_open(t, id, &was, e)) == HCC_OK)
		st = adopt(&w, &was);
	earlier_free(&was);
	return st;
}
