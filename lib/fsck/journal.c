/*
 * journal.c: each line can be read, and each event is there once.
 */
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "fsck/fsck_internal.h"

/* Events that a task, a phase, a suggestion or an attempt has once. */
static bool
comes_once(const char *ev)
{
	static const char *const	 once[] = { "init", "plan", "promote",
	    "result", "run" };
	size_t				 i;

	for (i = 0; i < sizeof(once) / sizeof(once[0]); i++)
		if (strcmp(ev, once[i]) == 0)
			return true;
	return false;
}

static const char *
name_of(jv ev)
{
	const char	*id = json_str(ev, "id", NULL);

	return id != NULL ? id : json_str(ev, "file", "");
}

/* The events without those that repeat an earlier one; "distil" and "end" may
 * come again when the task was opened again. */
static jv
without_repeats(struct fsck *f)
{
	jv		 out = jv_array(), seen = jv_object(), ev;
	const char	*kind;
	char		 key[240];
	bool		 ended = false, distilled = false, again;
	size_t		 what;
	int		 i;

	for (i = 0; json_item(f->events, i, &ev); i++) {
		kind = json_str(ev, "ev", "");
		snprintf(key, sizeof(key), "%.20s %.130s", kind, name_of(ev));
		what = strlen(key);
		/* That of the draft grows with each draft that fails. */
		if (strcmp(kind, "plan") == 0)
			snprintf(key + what, sizeof(key) - what, " %.64s",
			    json_str(ev, "sha256", ""));
		again = comes_once(kind) && json_bool(seen, key, false);
		seen = json_put(seen, key, jv_true());
		if (strcmp(kind, "distil") == 0) {
			again = distilled;
			distilled = true;
		} else if (strcmp(kind, "end") == 0) {
			again = ended && !distilled;
			ended = true;
			distilled = false;
		} else
			ended = false;
		if (again)
			fsck_found(f, "journal", "journal.jsonl", f->o->mend,
			    "the event '%.*s' is there twice", (int)what, key);
		else
			out = jv_array_append(out, jv_copy(ev));
	}
	jv_free(seen);
	return out;
}

static enum hcc_status
write_journal(struct fsck *f, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;
	jv		 ev;
	int		 i;

	for (i = 0; json_item(f->events, i, &ev); i++) {
		json_dump(&b, ev);
		buf_addc(&b, '\n');
	}
	st = fs_publish(f->t->dir, "journal.jsonl", buf_str(&b), b.len, e);
	buf_release(&b);
	return st;
}

enum hcc_status
fsck_journal(struct fsck *f, struct hcc_err *e)
{
	jv		 events = without_repeats(f);
	bool		 change = json_len(events) < json_len(f->events) ||
			    f->torn > 0;
	enum hcc_status	 st = HCC_OK;

	jv_free(f->events);
	f->events = events;
	if (f->torn > 0)
		fsck_found(f, "journal", "journal.jsonl", f->o->mend,
		    "%d line%s cannot be read%s", f->torn,
		    f->torn == 1 ? "" : "s", f->o->mend ?
		    "; the old journal is in lost/" : "");
	if (change && f->o->mend &&
	    (st = fsck_keep_lost(f, "journal.jsonl", e)) == HCC_OK)
		st = write_journal(f, e);
	return st;
}
