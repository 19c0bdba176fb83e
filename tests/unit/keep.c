/* keep.c: artifacts that runs leave behind, and earlier runs. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "task/archive.h"
#include "task/earlier.h"
#include "task/keep.h"
#include "said.h"
#include "with_task.h"

/* The artifacts below DIR/keep, by their names. */
static void
names_below(struct buf *b, int dir, const char *path)
{
	struct stat	 st;
	char		**names, below[300];
	size_t		 i, n;

	if (fs_names(dir, path, &names, &n, NULL) != HCC_OK)
		return;
	for (i = 0; i < n; i++) {
		snprintf(below, sizeof(below), "%s/%s", path, names[i]);
		if (fstatat(dir, below, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    S_ISDIR(st.st_mode))
			names_below(b, dir, below);
		else
			buf_addf(b, "%s ", below + strlen("keep/"));
	}
	fs_names_free(names, n);
}

/* How many files the task keeps. */
static size_t
kept(void)
{
	char	**names;
	size_t	 n;

	if (fs_names(t.dir, "keep", &names, &n, NULL) != HCC_OK)
		return 0;
	fs_names_free(names, n);
	return n;
}

static void
age(const char *sha256, int seconds)
{
	struct timespec	 when[2] = { { .tv_sec = 1000000 - seconds },
			    { .tv_sec = 1000000 - seconds } };
	char		 path[100];

	snprintf(path, sizeof(path), "keep/%s", sha256);
	utimensat(t.dir, path, when, 0);
}

static void
artifacts(void)
{
	struct kept_list	 l = { NULL, 0 }, none = { NULL, 0 };
	const struct kept_list	*used[] = { &none };
	struct buf		 b = BUF_INIT;
	int			 from, to;

	put("run/keep/a.npy", "12345");
	put("run/keep/sub/dir/same.npy", "12345");
	put("run/keep/sub/big", "0123456789");
	put("run/keep/z.txt", "z");
	from = fs_open_dir(t.dir, "run");
	(void)!symlinkat("/etc/passwd", from, "keep/link");
	(void)!fchmodat(from, "keep/sub", 0, 0);
	OK("what a run left is kept", keep_take(&t, from, 12, &l, &err) ==
	    HCC_OK && l.n == 4);
	OK("./keep is empty then", !fs_exists(from, "keep"));
	IS_NUM("equal files are kept once, a link and what exceeds the cap "
	    "not", 2, (double)kept(), 0);
	IS_STR("artifacts are listed by their names", "a.npy", l.v[0].name);
	IS_STR("artifacts are listed with their folders", "sub/big",
	    l.v[1].name);
	IS_NUM("artifacts are listed with their sizes", 10, l.v[1].size, 0);
	OK("what exceeds the cap has no checksum", l.v[1].sha256 == NULL &&
	    l.v[0].sha256 != NULL && strlen(l.v[0].sha256) == 64);
	OK("equal files have one checksum", strcmp(l.v[0].sha256,
	    l.v[2].sha256) == 0);
	put("next/x", "");
	to = fs_open_dir(t.dir, "next");
	age(l.v[0].sha256, 0);
	OK("artifacts are given to the next run",
	    keep_put(&t, &l, to, &err) == HCC_OK);
	names_below(&b, to, "keep");
	IS_STR("the next run gets what was kept, under the same names",
	    "a.npy sub/dir/same.npy z.txt ", buf_str(&b));
	IS_STR("the next run gets the same bytes", "12345",
	    content(to, "keep/sub/dir/same.npy"));
	record_set(&l.v[0].name, "../../out");
	record_set(&l.v[2].name, "/tmp/out");
	record_set(&l.v[3].name, "..more/z");
	fs_remove(to, "keep", NULL);
	keep_put(&t, &l, to, &err);
	buf_reset(&b);
	names_below(&b, to, "keep");
	IS_STR("a name leads nowhere else", "", buf_str(&b));
	IS_STR("a name may begin with two dots", "z",
	    content(to, "keep/..more/z"));
	age(l.v[0].sha256, 50);
	age(l.v[3].sha256, 20);
	keep_trim(&t, 6, used, 1);
	IS_NUM("what is not more than the cap stays", 2, (double)kept(), 0);
	used[0] = &(struct kept_list){ l.v, 1 };
	keep_trim(&t, 5, used, 1);
	IS_NUM("beyond the cap something goes", 1, (double)kept(), 0);
	record_set(&l.v[3].name, "z.txt");
	keep_put(&t, &l, to, &err);
	OK("what is in use stays, whatever its age", kept() == 1 &&
	    strcmp(content(to, "keep/..more/z"), "z") == 0);
	put("run/keep/new", "new");
	keep_take(&t, from, 100, &l, &err);
	age(l.v[0].sha256, 10);
	age(l.v[4].sha256, 90);
	keep_trim(&t, 7, used, 0);
	record_set(&l.v[0].name, "a.npy");
	fs_remove(to, "keep", NULL);
	keep_put(&t, &l, to, &err);
	buf_reset(&b);
	names_below(&b, to, "keep");
	IS_STR("what was not used for longest goes first", "a.npy ",
	    buf_str(&b));
	OK("a run that leaves nothing is no error",
	    keep_take(&t, from, 12, &none, &err) == HCC_OK && none.n == 0);
	mkdirat(from, "keep", 0700);
	OK("an empty ./keep is removed", keep_take(&t, from, 12, &none,
	    &err) == HCC_OK && none.n == 0 && !fs_exists(from, "keep"));
	while (l.n > 0)
		record_free(&kept_record, &l.v[--l.n]);
	free(l.v);
	buf_release(&b);
	close(from);
	close(to);
}

static void
earlier(void)
{
	struct archive_manifest	 m;
	struct earlier		 w;
	char			 sum[65];
	int			 dir;

	put("l1/01/1.1/result.json", "{\"id\":\"01/1.1\",\"status\":\"ok\","
	    "\"score\":0.5,\"attempt\":2,\"seconds\":3,\"text\":\"Why\"}");
	put("l1/01/1.1/2/solution.py", "print(1)\n");
	put("l1/01/1.1/2/submission.csv", "id,y\n");
	put("l1/01/1.1/2/run.json", "{\"id\":\"01/1.1/2\"}");
	put("l1/01/1.2/result.json", "{\"id\":\"01/1.2\",\"status\":"
	    "\"failed\",\"attempt\":1}");
	put("l1/01/1.2/1/solution.py", "print(2)\n");
	put("l1/01/1.3/result.json", "{\"id\":\"01/1.3\",\"status\":\"ok\","
	    "\"attempt\":1}");
	OK("a run of a phase that goes on is found",
	    earlier_open(&t, "01/1.1", &w, &err) == HCC_OK);
	IS_STR("an earlier run has what is built on",
	    "{'attempt':2,'code':'print(1)\\n','id':'01/1.1','noise':null,"
	    "'score':0.5,'seconds':3,'text':'Why'}",
	    said(earlier_json(&t, &w)));
	IS_STR("an earlier run has its run.json", "01/1.1/2", w.run.id);
	earlier_free(&w);
	OK("a run that failed is not built on",
	    earlier_open(&t, "01/1.2", &w, &err) == HCC_MISSING &&
	    strstr(err.text, "no valid run of this id") != NULL);
	earlier_free(&w);
	OK("what is no id is refused",
	    earlier_open(&t, "1.2", &w, &err) == HCC_INPUT);
	earlier_free(&w);
	OK("a run without its program is not built on",
	    earlier_open(&t, "01/1.3", &w, &err) == HCC_MISSING);
	earlier_free(&w);
	archive_pack(&t, 1, 1000, &m, sum, &err);
	archive_manifest_free(&m);
	fs_remove(t.dir, "l1/01", NULL);
	OK("a run of an archived phase is found",
	    earlier_open(&t, "01/1.1", &w, &err) == HCC_OK);
	IS_STR("a run has the same program in the archive", "print(1)\n",
	    buf_str(&w.code));
	IS_STR("a run has the same run.json in the archive", "01/1.1/2",
	    w.run.id);
	put("there/x", "");
	dir = fs_open_dir(t.dir, "there");
	OK("an earlier run is laid out",
	    earlier_lay_out(&t, &w, dir, &err) == HCC_OK);
	IS_STR("the next run gets its program", "print(1)\n",
	    content(dir, "solution.py"));
	IS_STR("the next run gets its submission", "id,y\n",
	    content(dir, "submission.csv"));
	earlier_free(&w);
	close(dir);
	OK("a run that failed is not built on from an archive",
	    earlier_open(&t, "01/1.2", &w, &err) == HCC_MISSING);
	earlier_free(&w);
	put("best/result.json", "{\"id\":\"01/1.2\",\"status\":\"ok\"}");
	put("best/solution.py", "print(3)\n");
	OK("the best is found by its id",
	    earlier_open(&t, "01/1.2", &w, &err) == HCC_OK &&
	    strcmp(buf_str(&w.code), "print(3)\n") == 0);
	earlier_free(&w);
	OK("another id is not taken for the best",
	    earlier_open(&t, "01/1.1", &w, &err) == HCC_OK &&
	    strcmp(buf_str(&w.code), "print(1)\n") == 0);
	earlier_free(&w);
	fs_remove(t.dir, "best", NULL);
}

int
main(void)
{
	static void (*const tests[])(void) = { artifacts, earlier };

	return with_task(tests, sizeof(tests) / sizeof(tests[0]));
}
