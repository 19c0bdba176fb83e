/*
 * fsck.c: what is damaged in a task is found, once, by its rule; what can be
 * mended is, and then no rule is broken.
 */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archived.h"
#include "base/json.h"
#include "fsck/fsck.h"
#include "put.h"
#include "tap.h"

/* Of the program that each run has. */
#define CODE	"cc42155088fca5730758db72b2a5bca3" \
		"3112a941dfaa2d43098ec422ce4ea213"

static struct task	 t;

static void
report(void *ctx, const struct finding *f)
{
	buf_addf(ctx, "%s %s: %s%s\n", f->rule, f->path, f->what,
	    f->mended ? " (mended)" : "");
}

/* What is found, an error included. */
static const char *
found(bool mend)
{
	static struct buf	 b = BUF_INIT;
	struct fsck_options	 o = { .mend = mend, .report = report,
				    .ctx = &b };
	struct hcc_err		 e = HCC_ERR_INIT;

	buf_reset(&b);
	if (fsck_check(&t, &o, &e) != HCC_OK)
		buf_addf(&b, "error: %s\n", e.text);
	return without_tmp(&b);
}

static void
run(const char *id, const char *score, const char *adopted)
{
	char	 path[100], text[600];

	snprintf(path, sizeof(path), "t/l1/%s/result.json", id);
	snprintf(text, sizeof(text), "{\"id\":\"%s\",\"status\":\"ok\","
	    "\"score\":%s,\"attempt\":1,\"attempts\":1,\"adopted\":%s,"
	    "\"title\":\"One\",\"seconds\":2,\"code_sha256\":\"" CODE
	    "\"}", id, score, adopted);
	put(path, text);
	snprintf(path, sizeof(path), "t/l1/%s/1/run.json", id);
	snprintf(text, sizeof(text), "{\"id\":\"%s/1\",\"status\":\"ok\","
	    "\"claimed\":%s,\"start\":100,\"end\":102,\"seconds\":2}", id,
	    score);
	put(path, text);
	snprintf(path, sizeof(path), "t/l1/%s/1/log", id);
	put(path, "metric: 0.5\n");
	snprintf(path, sizeof(path), "t/l1/%s/1/solution.py", id);
	put(path, "print(1)\n");
	snprintf(path, sizeof(path), "t/l1/%s/1/submission.csv", id);
	put(path, "id,y\n4,0\n");
}

/* A task whose events and best are derived from its files. */
static bool
begin(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	char		 path[300];

	snprintf(path, sizeof(path), "%s/t", tmp);
	fs_remove(AT_FDCWD, path, NULL);
	put("t/task.md", "---\nid: x\nmetric: auc\n---\nText.\n");
	put("t/plan/00.md", "## 1 First\n### 1.1 One\nA\n");
	put("t/plan/01.md", "## 1 Next\n### 1.1 One\nB\n");
	put("t/plan/02.md", "## 1 Last\n### 1.1 One\nC\n");
	put("t/archive/x", "");
	put("t/l2/x", "");
	run("00/1.1", "0.5", "true");
	run("01/1.1", "0.75", "true");
	run("02/1.1", "0.6", "false");
	if (task_open(&t, path, "s", &e) != HCC_OK)
		return false;
	(void)fs_remove(t.dir, "archive/x", &e);
	(void)fs_remove(t.dir, "l2/x", &e);
	(void)found(true);
	return archived(&t, 1) && found(true) != NULL && *found(false) == '\0';
}

/* The damage is a line of sh(1), in the task. */
static const struct {
	const char	*name, *damage, *told;
	bool		 mended;
} cases[] = {
	{ "nothing", ":", "", true },
	{ "a lost event", "grep -v '\"result\",\"id\":\"02/1.1\"' "
	    "journal.jsonl >j; mv j journal.jsonl",
	    "journal journal.jsonl: the event 'result' of '02/1.1' is "
	    "missing\n", true },
	{ "an event that is there twice", "tail -n 1 journal.jsonl >j; "
	    "cat j >>journal.jsonl; rm j",
	    "journal journal.jsonl: the event 'promote l2/01.md' is there "
	    "twice\n", true },
	{ "a line of the journal that is torn", "echo '{\"ev\":' "
	    ">>journal.jsonl",
	    "journal journal.jsonl: 1 line cannot be read\n", true },
	{ "a result that cannot be read", "echo oops >l1/02/1.1/result.json",
	    "result l1/02/1.1/result.json: it cannot be read\n", true },
	{ "a result and its run that cannot", "echo oops | tee "
	    "l1/02/1.1/result.json >l1/02/1.1/1/run.json",
	    "run l1/02/1.1/1/run.json: it cannot be read: what the run "
	    "claimed and used is lost\n"
	    "result l1/02/1.1/result.json: it cannot be read, and no "
	    "run.json is left\n", false },
	{ "a result of another", "sed -i s,02/1.1,02/1.2, "
	    "l1/02/1.1/result.json",
	    "result l1/02/1.1/result.json: its id is 02/1.2\n", false },
	{ "a score out of range", "sed -i 's,\"score\":0.6,\"score\":6,' "
	    "l1/02/1.1/result.json",
	    "score l1/02/1.1/result.json: score 6 is no value "
	    "of auc\n", false },
	{ "no score", "sed -i 's,\"score\":0.6,\"score\":null,' "
	    "l1/02/1.1/result.json",
	    "score l1/02/1.1/result.json: status ok, but no score\n", false },
	{ "a run of another", "sed -i s,02/1.1,02/1.2, "
	    "l1/02/1.1/1/run.json",
	    "run l1/02/1.1/1/run.json: its id is 02/1.2/1\n", false },
	{ "a claim out of range", "sed -i 's,\"claimed\":0.6,\"claimed\":6,' "
	    "l1/02/1.1/1/run.json",
	    "score l1/02/1.1/1/run.json: claimed 6 is no value "
	    "of auc\n", false },
	{ "a run that is a directory", "rm l1/02/1.1/1/run.json; "
	    "mkdir l1/02/1.1/1/run.json",
	    "run l1/02/1.1/1/run.json: it cannot be read: what the run "
	    "claimed and used is lost\n", false },
	{ "a plan that is lost", "rm plan/02.md",
	    "plan plan/02.md: it is missing, but l1/02 is there\n", false },
	{ "a plan that cannot be read", "echo '### x' >plan/02.md",
	    "plan plan/02.md: task 'TMP/t': read 'plan/02.md' line 1: a "
	    "suggestion must read '### I.J TITLE' below its direction '## "
	    "I'\n", false },
	{ "a best without its program", "rm best/solution.py",
	    "best best: it has no program; it can be made again from "
	    "archive/01.tar.zst\n", true },
	{ "a best with another program", "echo >>best/solution.py",
	    "best best: the program is not the one that ran; it can be made "
	    "again from archive/01.tar.zst\n", true },
	{ "a best without result", "echo >best/result.json",
	    "best best: result.json cannot be read; it can be made again "
	    "from archive/01.tar.zst\n", true },
	{ "a best that was not adopted last", "sed -i s,01/1.1,00/1.1, "
	    "best/result.json",
	    "best best: it is not what was adopted last; it can be made "
	    "again from archive/01.tar.zst\n", true },
	{ "no best", "rm -r best",
	    "best best: it is missing; it can be made again from "
	    "archive/01.tar.zst\n", true },
	{ "a note that is lost", "rm l2/01.md",
	    "note l2/01.md: it is missing; hcc-promote writes it anew from "
	    "l1/01, once -f has brought that back from the archive\n", true },
	{ "a note without its archive's checksum", "sed -i /^source/d "
	    "l2/01.md",
	    "note l2/01.md: it names no archive\n", false },
	{ "an archive that is lost", "rm archive/01.tar.zst",
	    "archive archive/01.tar.zst: open 'TMP/t/archive/01.tar.zst': No "
	    "such file or directory; the code and logs of phase 01 are "
	    "lost\n", false },
	{ "an artifact that is another", "mkdir keep; echo x >keep/"
	    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
	    "keep "
	    "keep/0123456789abcdef0123456789abcdef0123456789abcdef0123456789a"
	    "bcdef: its content is not what its name says\n", true },
	{ "a run that was cut off", "mkdir -p l1/02/1.2/1; echo x "
	    ">l1/02/1.2/1/log",
	    "leftover l1/02/1.2/1: a run that was cut off\n", true },
	{ "a file that is a directory", "rm prefetch.md; mkdir prefetch.md",
	    "kind prefetch.md: it is no regular file\n", true },
	{ "an end that cannot be read", "echo oops >done.json",
	    "done done.json: it cannot be read: the task goes on as if it "
	    "had not ended\n", false },
};

/* What a line of sh(1) prints, in the task. */
static const char *
prints(const char *line)
{
	static char	 text[300];
	char		 cmd[600];
	size_t		 n;
	FILE		*f;

	snprintf(cmd, sizeof(cmd), "cd %s/t && { %s; } 2>/dev/null", tmp,
	    line);
	if ((f = popen(cmd, "r")) == NULL)
		return "?";
	n = fread(text, 1, sizeof(text) - 1, f);
	text[n] = '\0';
	pclose(f);
	return text;
}

/* What was replaced or put away is in lost/. */
static void
kept(void)
{
	if (!OK("there is a task", begin()))
		return;
	(void)prints("echo one >l1/02/1.1/result.json; "
	    "echo two >>journal.jsonl; mkdir prefetch.md; "
	    "echo three >prefetch.md/x; mkdir keep; echo four >keep/"
	    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
	(void)found(true);
	IS_STR("what was there is kept, each once", "four\none\nthree\ntwo\n",
	    prints("grep -rhxE 'one|two|three|four' lost | sort"));
	(void)prints("echo five >l1/02/1.1/result.json");
	(void)found(true);
	IS_STR("and what comes later does not replace it", "five\none\n",
	    prints("grep -rhxE 'one|five' lost | sort"));
	task_close(&t);
}

int
main(void)
{
	size_t	 i;

	if (mkdtemp(tmp) == NULL)
		return 1;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (!OK("there is a task", begin()))
			break;
		(void)prints(cases[i].damage);
		IS_STR(cases[i].name, cases[i].told, found(false));
		(void)found(true);
		IS_STR(cases[i].mended ? "nothing is left when it was mended" :
		    "what cannot be mended is told again", cases[i].mended ?
		    "" : cases[i].told, found(false));
		task_close(&t);
	}
	kept();
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
