/*
 * project.c: the project as a run sees it: what it may change is its own, the
 * rest is bound from the task. And which data are to be converted.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "put.h"
#include "run/convert.h"
#include "run/project_run.h"
#include "tap.h"

static struct hcc_err	 err;
static struct task	 t;
static int		 run;		/* the attempt's directory */

static const char *
content(const char *path)
{
	static struct buf	 b = BUF_INIT;

	buf_reset(&b);
	return fs_read(run, path, 0, &b, NULL) == HCC_OK ? buf_str(&b) : "?";
}

static bool
own(const char *path, const char *text)
{
	return strcmp(content(path), text) == 0;
}

/* What is bound, and from the same place of the project. */
static const char *
bound(struct sandbox_binds *b)
{
	static char	 all[500];
	char		 from[300];
	size_t		 i;

	*all = '\0';
	for (i = 0; i < b->n; i++) {
		snprintf(from, sizeof(from), "%s/project/%s", tmp,
		    b->v[i].to + strlen(BOX_DIR "/"));
		if (strcmp(b->v[i].from, from) != 0 || b->v[i].device)
			return b->v[i].from;
		strcat(strcat(all, b->v[i].to), " ");
	}
	sandbox_binds_release(b);
	return all;
}

static void
solution(void)
{
	static const char	 code[] = "==> train.py 2 <==\nA\n\n"
	    "==> lib/net.py 2 <==\nB\n\n==> lib/new/a.py 2 <==\nC\n\n"
	    "==> lib/loss.py 2 <==\nD\n\n";
	struct sandbox_binds	 b = { NULL, 0, 0 };

	OK("a solution is laid out",
	    project_lay_out(&t, code, run, &b, &err) == HCC_OK);
	IS_STR("what may not change is bound, whole where nothing below may",
	    BOX_DIR "/data " BOX_DIR "/lib/loss.py " BOX_DIR "/libs "
	    BOX_DIR "/link " BOX_DIR "/notes ", bound(&b));
	OK("what may change is the run's own, as the solution has it",
	    own("train.py", "A\n") && own("lib/net.py", "B\n"));
	OK("so is a file that the project does not have",
	    own("lib/new/a.py", "C\n"));
	OK("what may not change is no file of the run, though the solution "
	    "has it", !fs_exists(run, "lib/loss.py"));
	put("run/lib/made", "by the program");
	put("run/lib/loss.py", "");
	project_clear(&t, false, run);
	OK("files and mount points go when the run has ended",
	    !fs_exists(run, "train.py") && !fs_exists(run, "lib/net.py") &&
	    !fs_exists(run, "lib/loss.py"));
	IS_STR("what the program made stays", "by the program",
	    content("lib/made"));
	OK("the directory is empty", fs_remove(run, "lib", &err) == HCC_OK);
}

/* A command of a person may have files of its own. */
static void
command(void)
{
	struct sandbox_binds	 b = { NULL, 0, 0 };

	put("run/notes", "mine");
	put("run/train.py", "my own");
	OK("a command has the project",
	    project_lay_out(&t, NULL, run, &b, &err) == HCC_OK);
	IS_STR("but for what the directory has already",
	    BOX_DIR "/data " BOX_DIR "/lib/loss.py " BOX_DIR "/libs "
	    BOX_DIR "/link ", bound(&b));
	put("run/lib/loss.py", "");
	fs_mkdirs(run, "libs", &err);
	OK("what may change is a copy",
	    own("lib/net.py", "net") && own("train.py", "my own"));
	project_clear(&t, true, run);
	OK("files with a content stay", own("notes", "mine") &&
	    own("train.py", "my own") && own("lib/net.py", "net"));
	OK("mount points go", !fs_exists(run, "libs") &&
	    !fs_exists(run, "lib/loss.py"));
}

static bool
wanted(const char *name)
{
	const char	*one[] = { "nosuch.csv", name };

	return convert_wanted(one, 2);
}

static void
conversion(void)
{
	char		 dir[300];
	const char	*sources[] = { dir };

	OK("files of other forms are to be converted, whatever their case",
	    wanted("a.jsonl") && wanted("a.b/c.PARQUET") && wanted("x.wav"));
	OK("tables and pictures are not", !wanted("a.csv") &&
	    !wanted("b.png") && !wanted("json") && !wanted("a.json.csv"));
	snprintf(dir, sizeof(dir), "%s/from", tmp);
	put("from/a/train.csv", "");
	put("from/zip/x", "");
	OK("so it is with what lies in a directory",
	    !convert_wanted(sources, 1));
	put("from/1/2/3/4/5/6/a.zip", "");
	OK("down to six directories", convert_wanted(sources, 1));
	fs_remove(AT_FDCWD, dir, NULL);
	put("from/1/2/3/4/5/6/7/a.zip", "");
	OK("and not below", !convert_wanted(sources, 1));
}

int
main(void)
{
	char	 path[300];

	if (mkdtemp(tmp) == NULL)
		return 1;
	put("task.md", "---\nmetric: m\ngoal: minimize\n"
	    "command: python3 train.py\n"
	    "edit: [train.py, lib/net.py, lib/new/a.py]\n---\nText.\n");
	put("project/train.py", "train");
	put("project/lib/net.py", "net");
	put("project/lib/loss.py", "loss");
	put("project/libs/net.py", "another");
	put("project/data/x/y", "data");
	put("project/notes", "notes");
	put("run/keep/x", "");
	snprintf(path, sizeof(path), "%s/project/link", tmp);
	if (symlink("data/x", path) == -1)
		return 1;
	snprintf(path, sizeof(path), "%s/project/broken", tmp);
	if (symlink("nowhere", path) == -1)
		return 1;
	OK("a task with a project is opened",
	    task_open(&t, tmp, "s1", &err) == HCC_OK);
	run = fs_open_dir(t.dir, "run");
	solution();
	command();
	conversion();
	close(run);
	task_close(&t);
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
