/*
 * Samples for smoke runs, made by many at once.
 */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "data/smoke.h"
#include "put.h"
#include "tap.h"

static struct task	 t;

/* Ask for a sample of so many rows again and again. Exit status: how many
 * answers were another than `want`. */
static pid_t
asker(double rows, enum hcc_status want)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	double		 share;
	pid_t		 pid = fork();
	int		 i, bad = 0;

	if (pid != 0)
		return pid;
	for (i = 0; i < 40; i++) {
		if (smoke_make(&t, rows, &share, &e) != want) {
			fprintf(stderr, "# %s\n", e.text);
			bad++;
		}
		if (want == HCC_OK && i % 10 == 9)
			(void)fs_remove(t.dir, SMOKE_DIR "/share", NULL);
	}
	_exit(bad);
}

static bool
all_agree(double rows, enum hcc_status want)
{
	pid_t	 pid[4];
	int	 i, status, bad = 0;

	for (i = 0; i < 4; i++)
		pid[i] = asker(rows, want);
	for (i = 0; i < 4; i++)
		bad += waitpid(pid[i], &status, 0) == -1 || status != 0;
	return bad == 0;
}

int
main(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct buf	 b = BUF_INIT;
	int		 i;

	setvbuf(stdout, NULL, _IONBF, 0);
	if (mkdtemp(tmp) == NULL)
		return 1;
	put("task.md", "---\nid: t\nmetric: accuracy\ngoal: maximize\n"
	    "submission: s.csv\ntarget: y\n---\nOdd or even.\n");
	buf_adds(&b, "id,x,y\n");
	for (i = 0; i < 60; i++)
		buf_addf(&b, "%d,%d,%s\n", i, i * 7 % 31, i % 2 ? "b" : "a");
	put("input/train.csv", buf_str(&b));
	put("input/test.csv", "id,x\n100,3\n101,4\n");
	OK("the task opens", task_open(&t, tmp, "s1", &e) == HCC_OK);
	OK("that there are few rows is found by all who ask at once",
	    all_agree(50, HCC_NONE));
	OK("a sample is there for all who ask at once",
	    all_agree(10, HCC_OK));
	OK("no half-made sample stays",
	    !fs_exists(t.dir, ".tmp-smoke"));
	buf_release(&b);
	task_close(&t);
	(void)fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
