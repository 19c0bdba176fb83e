/*
 * journal.c: append events, read them back.
 *
 * Every event that publishes a file that a person may edit carries its name
 * and its SHA-256.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/text.h"
#include "task/journal.h"

static double
milliseconds(double s)
{
	return floor(s * 1000) / 1000;
}

/* Seconds from one event to another, by a clock that nobody sets if both were
 * written since the same start of a machine. */
static double
elapsed(jv from, jv to)
{
	const char	*boot = json_str(to, "boot", "");
	const char	*clock = *boot != '\0' && *boot != ' ' && strcmp(boot,
			    json_str(from, "boot", "")) == 0 ? "up" : "t";

	return json_num(to, clock, NAN) - json_num(from, clock, NAN);
}

enum hcc_status
journal_add(const struct task *t, const char *event, jv fields,
    struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;
	char		 boot[9];

	clock_boot(boot);
	fields = json_put_str(fields, "ev", event);
	fields = json_put_str(fields, "s", t->session);
	fields = json_put_num(fields, "t", milliseconds(clock_now()));
	fields = json_put_str(fields, "boot", boot);
	fields = json_put_num(fields, "up", milliseconds(clock_steady()));
	json_dump(&b, fields);
	jv_free(fields);
	st = (t->unsynced ? fs_append_unsynced : fs_append_line)(t->dir,
		    "journal.jsonl", buf_str(&b), b.len, e);
	buf_release(&b);
	return st;
}

enum hcc_status
journal_publish(const struct task *t, const char *file, const struct buf *b,
    const char *event, jv fields, struct hcc_err *e)
{
	enum hcc_status	 st;
	char		 sum[65];

	if ((st = fs_publish(t->dir, file, buf_str(b), b->len, e)) != HCC_OK) {
		jv_free(fields);
		return st;
	}
	fs_sha256_mem(buf_str(b), b->len, sum);
	fields = json_put_str(fields, "file", file);
	return journal_add(t, event, json_put_str(fields, "sha256", sum), e);
}

jv
journal_result(const struct result *r)
{
	jv	 v = json_put_str(jv_object(), "id", r->id);

	v = json_put_str(v, "status", r->status);
	v = json_put_num(v, "score", r->score);
	v = json_put(v, "adopted", jv_bool(r->adopted));
	if (status_ok(r->status) && r->cause != NULL)
		v = json_put_str(v, "leak", r->cause->message);
	return r->suspect == NULL ? v : json_put_str(v, "suspect",
	    r->suspect);
}

jv
journal_run(const struct run *r)
{
	jv	 v = json_put_str(jv_object(), "id", r->id);

	v = json_put_str(v, "status", r->status);
	if (isfinite(r->silent_s))
		v = json_put_num(v, "silent", r->silent_s);
	return json_put_num(v, "claimed", r->claimed);
}

enum hcc_status
journal_read(const struct task *t, jv *events, int *torn, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	const char	*at, *end, *line;
	size_t		 n;
	enum hcc_status	 st;
	jv		 v;

	*events = jv_array();
	*torn = 0;
	if (!fs_exists(t->dir, "journal.jsonl"))
		return HCC_OK;
	st = fs_read(t->dir, "journal.jsonl", 0, &b, e);
	for (at = buf_str(&b), end = at + b.len; text_line(&at, end, &line,
	    &n);) {
		if (n == 0)
			continue;
		v = json_parse(line, n, "journal.jsonl", 0, NULL);
		if (jv_get_kind(v) == JV_KIND_OBJECT) {
			*events = jv_array_append(*events, v);
			continue;
		}
		jv_free(v);
		++*torn;
	}
	buf_release(&b);
	return st;
}

void
journal_beat(const struct task *t, double begin)
{
	char		 boot[9], line[80];
	int		 n, fd = openat(t->dir, "lock", O_WRONLY | O_CLOEXEC);

	if (fd == -1)
		return;
	clock_boot(boot);
	n = snprintf(line, sizeof(line), "%s %017.3f %017.3f %017.3f\n",
	    boot, clock_steady(), clock_now(), begin);
	/* What cannot be noted costs no more than the time since then. */
	if (pwrite(fd, line, (size_t)n, 0) != n)
		(void)!ftruncate(fd, 0);
	close(fd);
}

double
journal_cut_off(const struct task *t, jv events)
{
	struct buf	 b = BUF_INIT;
	char		 boot[9];
	double		 up, now, begin, most, cut = 0;
	jv		 last, beat;

	/* An empty file has no beat. */
	if (fs_read(t->dir, "lock", 4096, &b, NULL) == HCC_OK &&
	    sscanf(buf_str(&b), "%8c %lf %lf %lf", boot, &up, &now,
	    &begin) == 4) {
		boot[8] = '\0';
		beat = json_put_str(jv_object(), "boot", boot);
		beat = json_put_num(json_put_num(beat, "up", up), "t", now);
		most = fmax(0, up - begin);
		if (json_item(events, json_len(events) - 1, &last))
			cut = fmax(0, elapsed(last, beat));
		else	/* a task without an event: all that was worked */
			cut = begin > 0 ? most : 0;
		if (begin > 0)
			cut = fmin(cut, most);
		jv_free(beat);
	}
	buf_release(&b);
	return cut;
}

jv
journal_last(jv events, const char *event)
{
	int	 i = json_len(events);
	jv	 one;

	while (--i >= 0 && json_item(events, i, &one))
		if (strcmp(json_str(one, "ev", ""), event) == 0)
			return one;
	return jv_null();
}

double
journal_spent(jv events, double *at)
{
	jv		 latest = jv_object(), ev;
	const char	*s;
	double		 spent = 0, step;
	int		 i;

	/* `latest` keeps the last event of each session; the sum grows by the
	 * steps. */
	for (i = 0; json_item(events, i, &ev); i++) {
		s = json_str(ev, "s", "");
		step = elapsed(json_at(latest, s), ev);
		if (strcmp(json_str(ev, "ev", ""), "cut") == 0)
			spent += fmax(0, json_num(ev, "seconds", 0));
		if (step > 0)
			spent += step;
		if (step > 0 || jv_get_kind(json_at(latest, s)) ==
		    JV_KIND_NULL)
			latest = json_put(latest, s, jv_copy(ev));
		if (at != NULL)
			at[i] = spent;
	}
	jv_free(latest);
	return spent;
}

/* Compare a file with the checksum that the journal knows. */
static enum hcc_status
compare(const struct task *t, const char *file, const char *known,
    struct hcc_err *e)
{
	char		 sum[65];
	jv		 ev;

	if (fs_sha256(t->dir, file, sum, NULL) != HCC_OK ||
	    strcmp(known, sum) == 0)
		return HCC_OK;
	ev = json_put_str(jv_object(), "file", file);
	return journal_add(t, "edit", json_put_str(ev, "sha256", sum), e);
}

enum hcc_status
journal_record_edits(const struct task *t, jv events, struct hcc_err *e)
{
	const char	*file, *sum;
	enum hcc_status	 st = HCC_OK;
	double		 cut = journal_cut_off(t, events);
	int		 i;
	jv		 ev, known = jv_object(), names;

	if (cut > 0 && json_item(events, json_len(events) - 1, &ev) &&
	    strcmp(json_str(ev, "s", ""), t->session) != 0)
		st = journal_add(t, "cut", json_put_num(jv_object(),
		    "seconds", cut), e);
	/* The last event of a file counts. */
	for (i = 0; st == HCC_OK && json_item(events, i, &ev); i++) {
		file = json_str(ev, "file", NULL);
		sum = json_str(ev, "sha256", NULL);
		if (file != NULL && sum != NULL)
			known = json_put_str(known, file, sum);
	}
	names = jv_keys(jv_copy(known));
	for (i = 0; st == HCC_OK && json_item(names, i, &ev); i++) {
		file = jv_string_value(ev);
		st = compare(t, file, json_str(known, file, ""), e);
	}
	jv_free(names);
	jv_free(known);
	return st;
}
