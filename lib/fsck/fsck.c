/*
 * fsck.c: the order of the checks, findings, and the journal as a set.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/json.h"
#include "fsck/fsck_internal.h"
#include "task/journal.h"

void
fsck_found(struct fsck *f, const char *rule, const char *path, bool mended,
    const char *what, ...)
{
	struct buf	 b = BUF_INIT;
	struct finding	 one = { rule, path, NULL, mended };
	va_list		 ap;

	va_start(ap, what);
	buf_vaddf(&b, what, ap);
	va_end(ap);
	one.what = buf_str(&b);
	if (f->o->report != NULL)
		f->o->report(f->o->ctx, &one);
	buf_release(&b);
}

static void
key_of(char out[160], const char *ev, const char *name)
{
	snprintf(out, 160, "%.20s %.130s", ev, name);
}

static void
count(struct fsck *f, const char *ev, const char *name)
{
	char	 key[160];

	key_of(key, ev, name);
	f->seen = json_put_num(f->seen, key, json_num(f->seen, key, 0) + 1);
}

enum hcc_status
fsck_open(struct fsck *f, const struct task *t, const struct fsck_options *o,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	const char	*ev, *name;
	jv		 one;
	int		 i;

	*f = (struct fsck){ .t = t, .o = o, .seen = jv_object() };
	st = journal_read(t, &f->events, &f->torn, e);
	f->lost = json_len(f->events) == 0;
	for (i = 0; st == HCC_OK && json_item(f->events, i, &one); i++) {
		ev = json_str(one, "ev", "");
		if ((name = json_str(one, "id", NULL)) != NULL ||
		    (name = json_str(one, "file", NULL)) != NULL)
			count(f, ev, name);
		else
			count(f, ev, "");
	}
	return st;
}

void
fsck_close(struct fsck *f)
{
	while (f->nlate > 0)
		jv_free(f->late[--f->nlate].ev);
	free(f->late);
	jv_free(f->events);
	jv_free(f->seen);
}

int
fsck_count(const struct fsck *f, const char *ev, const char *name)
{
	char	 key[160];

	key_of(key, ev, name);
	return (int)json_num(f->seen, key, 0);
}

enum hcc_status
fsck_event(struct fsck *f, const char *ev, const char *name, jv fields,
    struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;

	count(f, ev, name);
	if (f->o->mend) {
		f->events = jv_array_append(f->events, json_put_str(
		    jv_copy(fields), "ev", ev));
		st = journal_add(f->t, ev, fields, e);
	} else
		jv_free(fields);
	if (st == HCC_OK)
		fsck_found(f, "journal", "journal.jsonl", f->o->mend,
		    "the event '%s' of '%s' is missing", ev, name);
	return st;
}

enum hcc_status
fsck_names(struct fsck *f, const char *dir, fsck_each *each, void *ctx,
    struct hcc_err *e)
{
	struct dirent	*d;
	DIR		*dp;
	enum hcc_status	 st = HCC_OK;
	int		 fd;

	fd = openat(f->t->dir, dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC |
	    O_NOFOLLOW);
	if (fd == -1 && (errno == ENOENT || errno == ENOTDIR))
		return HCC_OK;
	if (fd == -1 || (dp = fdopendir(fd)) == NULL) {
		st = err_errno(e, "read directory '%s/%s'", f->t->path, dir);
		if (fd != -1)
			close(fd);
		return st;
	}
	while (st == HCC_OK && (d = readdir(dp)) != NULL)
		if (strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0)
			st = each(f, dir, d->d_name, ctx, e);
	closedir(dp);
	return st;
}

bool
fsck_is_number(const char *s)
{
	return *s != '\0' && s[strspn(s, "0123456789")] == '\0';
}

static bool
is_suggestion(const char *s)
{
	size_t	 n = strspn(s, "0123456789");

	return n > 0 && s[n] == '.' && fsck_is_number(s + n + 1);
}

struct walk {
	const struct fsck_visitor	*v;
	int				 level;
};

static enum hcc_status
visit(struct fsck *f, const char *dir, const char *name, void *ctx,
    struct hcc_err *e)
{
	struct walk	*w = ctx, below = { w->v, w->level + 1 };
	char		 path[200];
	enum hcc_status	 st = HCC_OK;

	if (snprintf(path, sizeof(path), "%s/%s", dir, name) >=
	    (int)sizeof(path))
		return HCC_OK;
	if (w->v->name != NULL)
		st = w->v->name(f, w->level, path, name, e);
	if (st != HCC_OK || w->level == 2 || !(w->level == 0 ?
	    fsck_is_number(name) : is_suggestion(name)))
		return st;
	st = fsck_names(f, path, visit, &below, e);
	if (st == HCC_OK && w->level == 1 && w->v->done != NULL)
		st = w->v->done(f, path, path + strlen("l1/"), e);
	return st;
}

enum hcc_status
fsck_walk(struct fsck *f, const char *dir, int level,
    const struct fsck_visitor *v, struct hcc_err *e)
{
	struct walk	 w = { v, level };

	return fsck_names(f, dir, visit, &w, e);
}

static enum hcc_status
recover(const struct task *t, const struct fsck_options *o,
    struct hcc_err *e)
{
	struct fsck	 f;
	enum hcc_status	 st;

	if ((st = fsck_open(&f, t, o, e)) == HCC_OK &&
	    (st = journal_record_edits(t, f.events, e)) == HCC_OK &&
	    (st = fsck_leftovers(&f, e)) == HCC_OK &&
	    (st = fsck_lost_notes(&f, e)) == HCC_OK &&
	    (st = fsck_damaged_results(&f, e)) == HCC_OK &&
	    (st = fsck_events(&f, e)) == HCC_OK &&
	    (st = fsck_note_late(&f, e)) == HCC_OK)
		st = fsck_best(&f, e);
	fsck_close(&f);
	return st;
}

enum hcc_status
fsck_lock(const struct task *t, const char *python, finding_report *report,
    void *ctx, int *lock, struct hcc_err *e)
{
	struct fsck_options	 o = { .mend = true, .python = python,
				    .report = report, .ctx = ctx };
	enum hcc_status		 st;

	*lock = -1;
	if ((st = task_lock(t, true, lock, e)) == HCC_OK &&
	    (st = recover(t, &o, e)) != HCC_OK) {
		close(*lock);
		*lock = -1;
	}
	return st;
}

enum hcc_status
fsck_keep_lost(struct fsck *f, const char *path, struct hcc_err *e)
{
	char		 to[320], *p;
	size_t		 n;
	int		 i;
	enum hcc_status	 st;

	if ((st = fs_mkdirs(f->t->dir, "lost", e)) != HCC_OK)
		return st;
	/* "l1/01/1.1/result.json" is lost/l1-01-1.1-result.json. */
	n = (size_t)snprintf(to, sizeof(to) - 8, "lost/%.280s", path);
	for (p = to + strlen("lost/"); *p != '\0'; p++)
		if (*p == '/')
			*p = '-';
	for (i = 2; fs_exists(f->t->dir, to) && i < 1000; i++)
		snprintf(to + n, sizeof(to) - n, ".%d", i);
	st = fs_copy(f->t->dir, path, f->t->dir, to, e);
	/* What cannot be read at all cannot be kept either. */
	return st == HCC_INPUT ? HCC_OK : st;
}

/* A journal that was lost as a whole told how much time was spent; what its
 * results took is what is known of it. */
static enum hcc_status
count_time(struct fsck *f, struct hcc_err *e)
{
	if (!f->lost || !f->o->mend || f->seconds == 0)
		return HCC_OK;
	fsck_found(f, "journal", "journal.jsonl", true, "the time spent is "
	    "lost; the %.0f s that results took are counted", f->seconds);
	return journal_add(f->t, "cut", json_put_num(jv_object(), "seconds",
	    f->seconds), e);
}

enum hcc_status
fsck_check(const struct task *t, const struct fsck_options *o,
    struct hcc_err *e)
{
	struct fsck	 f;
	enum hcc_status	 st;

	if ((st = fsck_open(&f, t, o, e)) == HCC_OK &&
	    (st = fsck_kinds(&f, e)) == HCC_OK &&
	    (st = fsck_journal(&f, e)) == HCC_OK &&
	    (o->busy || ((st = fsck_leftovers(&f, e)) == HCC_OK &&
	    (st = fsck_events(&f, e)) == HCC_OK)) &&
	    (st = fsck_phases(&f, e)) == HCC_OK &&
	    (st = fsck_note_late(&f, e)) == HCC_OK &&
	    (st = fsck_results(&f, e)) == HCC_OK &&
	    (st = fsck_note_late(&f, e)) == HCC_OK &&
	    (st = fsck_best(&f, e)) == HCC_OK &&
	    (st = fsck_best_content(&f, e)) == HCC_OK)
		st = count_time(&f, e);
	fsck_close(&f);
	return st;
}
