/* finished.c: a finished run, what is handed on, and whose turn it is. */
#include <sys/stat.h>
#include <unistd.h>

#include "run/finished.h"
#include "run/spare.h"
#include "run/turns.h"
#include "with_task.h"

static void
handed_on(void)
{
	struct run_end	 end;
	struct spare	 s;
	char		 from[300];
	int		 dir;

	put("mine/log", "metric: 1\n");
	put("mine/submission.csv", "id,y\n");
	put("mine/keep/deep/model", "m");
	put("mine/other", "o");
	put("taken/x", "");
	snprintf(from, sizeof(from), "%s/mine", tmp);
	dir = fs_open_dir(t.dir, "taken");
	OK("a finished run is taken", finished_copy(&t, from, dir, &end,
	    &err) == HCC_OK && end.exit == 0 && end.limit == NULL &&
	    end.log_bytes == 10 && end.start > 1e9 && end.end == end.start);
	OK("log, submission and keep/ are taken, nothing else",
	    fs_exists(dir, "log") && fs_exists(dir, "submission.csv") &&
	    fs_exists(dir, "keep/deep/model") && !fs_exists(dir, "other"));
	fs_remove(t.dir, "mine/submission.csv", NULL);
	OK("without a submission it is refused", finished_copy(&t, from, dir,
	    &end, &err) == HCC_MISSING);
	t.no_submission = true;
	OK("where none is needed it is not", finished_copy(&t, from, dir,
	    &end, &err) == HCC_OK);
	t.no_submission = false;
	spare_open(&s, &t);
	mkdirat(dir, "empty", 0700);
	spare_made(&s, dir, "empty");
	OK("nothing is there before a run has left it",
	    !spare_take(&s, dir, "empty"));
	OK("what a run left empty is taken back",
	    spare_give(&s, dir, "empty") && !fs_exists(dir, "empty"));
	OK("it is not taken back twice", !spare_give(&s, dir, "empty"));
	OK("the next run gets it",
	    spare_take(&s, dir, "empty") && fs_exists(dir, "empty"));
	put("taken/empty/x", "");
	OK("what holds something is not taken back",
	    !spare_give(&s, dir, "empty"));
	unlinkat(dir, "empty/x", 0);
	(void)!fchmodat(dir, "empty", 0755, 0);
	OK("what has another mode is not taken back",
	    !spare_give(&s, dir, "empty"));
	(void)!fchmodat(dir, "empty", 0700, 0);
	renameat(dir, "empty", dir, "was");
	mkdirat(dir, "empty", 0700);
	OK("another one is not taken back", !spare_give(&s, dir, "empty"));
	spare_close(&s);
	OK("nothing is left of what was handed on", !fs_exists(t.dir,
	    s.name));
	OK("without a place nothing is handed on",
	    !spare_take(NULL, dir, "empty") &&
	    !spare_give(NULL, dir, "empty"));
	close(dir);
}

static void
slots(void)
{
	struct turns	 l;
	int		 stop[2];

	if (pipe(stop) != 0)
		return;
	alarm(60);	/* a slot that is lost is waited for */
	OK("slots are made", turns_open(&l, 2, 3, &err) == HCC_OK);
	OK("there are as many as asked for", turns_take(&l, 0, stop[0],
	    &err) == HCC_OK && turns_take(&l, 1, stop[0], &err) == HCC_OK);
	turns_give(&l, 0);
	turns_give(&l, 0);
	OK("a slot that is given back is taken again",
	    turns_take(&l, 2, stop[0], &err) == HCC_OK);
	close(stop[1]);
	OK("a slot is given back once, a wait is ended from outside",
	    turns_take(&l, 0, stop[0], &err) == HCC_AGAIN);
	alarm(0);
	close(stop[0]);
	turns_close(&l);
}

int
main(void)
{
	static void (*const tests[])(void) = { handed_on, slots };

	return with_task(tests, sizeof(tests) / sizeof(tests[0]));
}
