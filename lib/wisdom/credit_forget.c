/*
 * credit_forget.c: what a task still shows of an entry that was forgotten.
 */
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "task/journal.h"
#include "wisdom/credit.h"
#include "wisdom/prefetch_md.h"

/* The event has the checksum: no hand has changed the file. */
static enum hcc_status
publish(const struct task *t, const struct buf *b, const char *id,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	char		 sum[65];
	jv		 ev;

	if ((st = fs_publish(t->dir, "prefetch.md", buf_str(b), b->len, e)) !=
	    HCC_OK)
		return st;
	fs_sha256_mem(buf_str(b), b->len, sum);
	ev = json_put_str(jv_object(), "file", "prefetch.md");
	ev = json_put_str(json_put_str(ev, "sha256", sum), "wisdom", id);
	return journal_add(t, "forget", ev, e);
}

enum hcc_status
credit_forget(const char *place, const char *id, bool *changed,
    struct hcc_err *e)
{
	struct buf	 old = BUF_INIT, new = BUF_INIT;
	struct task	 t;
	enum hcc_status	 st;
	int		 lock = -1;

	*changed = false;
	if ((st = task_open(&t, place, NULL, e)) != HCC_OK)
		return st;
	if ((st = task_lock(&t, true, &lock, e)) == HCC_OK &&
	    fs_exists(t.dir, "prefetch.md") &&
	    (st = fs_read(t.dir, "prefetch.md", 0, &old, e)) == HCC_OK &&
	    prefetch_md_remove(&new, buf_str(&old), old.len, id) > 0) {
		st = buf_ok(&new) ? publish(&t, &new, id, e) : err_nomem(e);
		*changed = st == HCC_OK;
	}
	if (lock >= 0)
		close(lock);
	buf_release(&old);
	buf_release(&new);
	task_close(&t);
	return st;
}
