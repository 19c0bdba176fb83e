/*
 * journal.c: append events, read them back.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/json.h"
#include "task/journal.h"

enum hcc_status
journal_add(const struct task *t, const char *event, jv fields,
    struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	struct timespec	 now;
	enum hcc_status	 st;

	clock_gettime(CLOCK_REALTIME, &now);
	fields = json_put_str(fields, "ev", event);
	fields = json_put_str(fields, "s", t->session);
	fields = json_put_num(fields, "t", (double)now.tv_sec +
	    (double)(now.tv_nsec / 1000000) / 1000);
	json_dump(&b, fields);
	jv_free(fields);
	st = fs_append_line(t->dir, "journal.jsonl", buf_str(&b), b.len, e);
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

enum hcc_status
journal_read(const struct task *t, jv *events, int *torn, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	const char	*p, *nl, *end;
	enum hcc_status	 st;
	jv		 v;

	*events = jv_array();
	*torn = 0;
	if (!fs_exists(t->dir, "journal.jsonl"))
		return HCC_OK;
	st = fs_read(t->dir, "journal.jsonl", 0, &b, e);
	for (p = buf_str(&b), end = p + b.len; p < end; p = nl + 1) {
		if ((nl = memchr(p, '\n', (size_t)(end - p))) == NULL)
			nl = end;
		if (nl == p)
			continue;
		v = json_parse(p, (size_t)(nl - p), "journal.jsonl", 0, NULL);
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

double
journal_spent(jv events)
{
	jv		 first = jv_object(), ev, was;
	const char	*s;
	double		 spent = 0, t;
	int		 i, n = jv_array_length(jv_copy(events));

	/* `first` keeps the latest time of each session; the sum grows by
	 * the steps. */
	for (i = 0; i < n; i++) {
		ev = jv_array_get(jv_copy(events), i);
		s = json_str(ev, "s", "");
		t = json_num(ev, "t", 0);
		was = json_get(first, s);
		if (jv_get_kind(was) == JV_KIND_NUMBER &&
		    t > jv_number_value(was))
			spent += t - jv_number_value(was);
		if (jv_get_kind(was) != JV_KIND_NUMBER ||
		    t > jv_number_value(was))
			first = json_put_num(first, s, t);
		jv_free(was);
		jv_free(ev);
	}
	jv_free(first);
	return spent;
}
