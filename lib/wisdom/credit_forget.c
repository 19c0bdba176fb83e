/*
 * credit_forget.c: what a task still shows of an entry that was forgotten.
 */
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "task/journal.h"
#include "wisdom/credit.h"
#include "wisdom/prefetch_md.h"

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
		st = buf_ok(&new) ? journal_publish(&t, "prefetch.md", &new,
		    "forget", json_put_str(jv_object(), "wisdom", id), e) :
		    err_nomem(e);
		*changed = st == HCC_OK;
	}
	if (lock >= 0)
		close(lock);
	buf_release(&old);
	buf_release(&new);
	task_close(&t);
	return st;
}
