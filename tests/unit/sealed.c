/*
 * sealed.c: the score of a submission, by labels and by a program of the user.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "put.h"
#include "run/sealed.h"
#include "tap.h"

static struct hcc_err	 err;
static struct task	 t;
static double		 score;

static void
program(const char *script)
{
	char	 text[400];

	snprintf(text, sizeof(text), "#!/bin/sh\n%s\n", script);
	put("sealed/grade", text);
	(void)!fchmodat(t.dir, "sealed/grade", 0700, 0);
}

static enum hcc_status
graded(const char *submission, double limit)
{
	score = -1;
	return sealed_score(&t, submission, limit, &score, NULL, &err);
}

static void
programs(void)
{
	static const struct {
		const char	*name, *script;
		double		 score;		/* or */
		enum hcc_status	 st;
		const char	*says;
	} cases[] = {
		{ "a program prints the score", "echo 0.5", 0.5, HCC_OK, "" },
		{ "the last word counts", "echo 7 rows; echo auc 0.25 ''", 0.25,
		    HCC_OK, "" },
		{ "it gets the path of the submission", "test -f \"$1\" && "
		    "case $1 in /*/submission.csv) echo 1; esac", 1, HCC_OK,
		    "" },
		{ "it works in sealed/", "cat secret", 0.75, HCC_OK, "" },
		{ "nobody answers it", "read x || echo 0.5", 0.5, HCC_OK, "" },
		{ "it may close its output and go on", "echo 0.5; exec >&-; "
		    "sleep 0.1", 0.5, HCC_OK, "" },
		{ "status 65: the submission is bad", "echo 0.5; exit 65", -1,
		    HCC_INPUT, "it says that the submission is not valid" },
		{ "another status is the program's fault", "exit 3", -1,
		    HCC_UNAVAILABLE, "it failed with exit status 3" },
		{ "so is a signal", "kill -9 $$", -1, HCC_UNAVAILABLE,
		    "it was killed by signal 9" },
		{ "a word is no score", "echo good", -1, HCC_UNAVAILABLE,
		    "it must print a number at the end, not 'good'" },
		{ "nothing is none", ":", -1, HCC_UNAVAILABLE,
		    "it must print a number at the end, not ''" },
		{ "a score that the metric cannot have is none", "echo 7", -1,
		    HCC_UNAVAILABLE, "it printed 7, which is no auc" },
		{ "output without end", "yes 0.5", -1, HCC_UNAVAILABLE,
		    "it prints without end; it has 20 s" },
	};
	size_t	 i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		program(cases[i].script);
		OK(cases[i].name, graded("submission.csv", 20) ==
		    cases[i].st && (cases[i].st == HCC_OK ?
		    score == cases[i].score :
		    strstr(err.text, cases[i].says) != NULL));
	}
}

/* Is the process that wrote its number still there? */
static bool
lives(const char *file)
{
	struct buf	 b = BUF_INIT;
	char		 path[40];
	long		 pid;

	(void)fs_read(t.dir, file, 0, &b, NULL);
	pid = strtol(buf_str(&b), NULL, 10);
	buf_release(&b);
	snprintf(path, sizeof(path), "/proc/%ld/cwd", pid);
	/* One that has ended and was not waited for has none. */
	return pid <= 0 || access(path, F_OK) == 0;
}

static bool
ends(const char *file)
{
	int	 i;

	for (i = 0; i < 500 && lives(file); i++)
		usleep(10000);
	return !lives(file);
}

static void
no_end(void)
{
	program("sleep 100 & echo $! >../left; echo 0.5");
	OK("what a program leaves running holds nothing up",
	    graded("submission.csv", 20) == HCC_OK && score == 0.5);
	OK("and ends with it", ends("left"));
	program("sleep 100 & echo $! >../left; wait");
	OK("a program has its time", graded("submission.csv", 0.3) ==
	    HCC_UNAVAILABLE && strstr(err.text, "it does not come to an end; "
	    "it has 0 s") != NULL);
	OK("all that it has started ends then", ends("left"));
	program("exec >&-; echo $$ >../left; exec sleep 100");
	OK("so has one that has closed its output",
	    graded("submission.csv", 0.3) == HCC_UNAVAILABLE &&
	    strstr(err.text, "it does not come to an end") != NULL &&
	    ends("left"));
}

static void
refused(void)
{
	program("echo 0.5");
	if (symlinkat("submission.csv", t.dir, "link") == -1)
		return;
	OK("a submission that is a link is not graded",
	    graded("link", 20) == HCC_INPUT &&
	    strstr(err.text, "read 'link': it is not a regular file") != NULL);
	OK("nor one that is absent", graded("none", 20) == HCC_MISSING &&
	    strstr(err.text, "open 'none'") != NULL);
	put("sealed/grade", "no program");
	(void)!fchmodat(t.dir, "sealed/grade", 0700, 0);
	OK("a program that cannot be started is said",
	    graded("submission.csv", 20) != HCC_OK &&
	    strstr(err.text, "/sealed/grade'") != NULL);
}

static void
labels(void)
{
	jv	 d;

	put("sealed/labels.csv", "id,y\n1,0\n2,1\n3,0\n4,1\n");
	program("echo 0.125");
	OK("a program goes before labels",
	    graded("submission.csv", 20) == HCC_OK && score == 0.125);
	OK("what is measured has its metric and goal", sealed_score(&t,
	    "submission.csv", 20, &score, &d, &err) == HCC_OK &&
	    strcmp(json_str(d, "metric", ""), "auc") == 0 &&
	    strcmp(json_str(d, "goal", ""), "maximize") == 0);
	jv_free(d);
	(void)!fchmodat(t.dir, "sealed/grade", 0600, 0);
	OK("a file that may not be run is no program",
	    graded("submission.csv", 20) == HCC_OK && score == 0.75);
	OK("labels may lie elsewhere", sealed_score_by(&t,
	    "sealed/labels.csv", "submission.csv", &score, &err) == HCC_OK &&
	    score == 0.75);
	OK("something is sealed then", sealed_present(&t));
	(void)unlinkat(t.dir, "sealed/labels.csv", 0);
	OK("without labels and program nothing is", !sealed_present(&t) &&
	    graded("submission.csv", 20) == HCC_MISSING &&
	    strstr(err.text, "nothing is sealed") != NULL);
}

int
main(void)
{
	if (mkdtemp(tmp) == NULL)
		return 1;
	put("task.md", "---\nmetric: auc\n---\nText.\n");
	put("submission.csv", "id,y\n1,0.1\n2,0.9\n3,0.5\n4,0.4\n");
	put("sealed/secret", "0.75\n");
	OK("a task is opened", task_open(&t, tmp, "s1", &err) == HCC_OK);
	programs();
	no_end();
	refused();
	labels();
	task_close(&t);
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
