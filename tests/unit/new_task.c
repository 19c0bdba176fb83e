/*
 * new_task.c: what a new task is made of, byte by byte: the tables that
 * programs get, what is sealed, the preview, and what is told about the data.
 * The wanted texts are in tests/unit/new_task. Run from the root of the tree;
 * with the name of a case as argument it prints what came of that case.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "data/audit.h"
#include "data/folds_task.h"
#include "data/new_project.h"
#include "data/new_task.h"
#include "data/profile_task.h"
#include "data/smoke.h"
#include "from_data.h"
#include "put.h"
#include "tap.h"

#define ROWS(i, from, to)	for (int i = (from); i < (to); i++)

/* What goes wrong at a label that no formula tells. */
static int
noise(int i)
{
	return (int)((unsigned)i * 2654435761u >> 16) % 100;
}

/* One file below data/, line after line. */
static struct buf	 text;

static void
line(const char *fmt, ...)
{
	va_list	 ap;
	char	 s[4000];

	va_start(ap, fmt);
	vsnprintf(s, sizeof(s), fmt, ap);
	va_end(ap);
	buf_adds(&text, s);
	buf_addc(&text, '\n');
}

static void
save(const char *name)
{
	put(name, buf_str(&text));
	buf_reset(&text);
}

static void
sample(int from, int to, const char *header, const char *value)
{
	line("%s", header);
	ROWS(i, from, to)
		line("%d,%s", i, value);
	save("data/sample_submission.csv");
}

/* Numbers, categories, dates, texts, what is missing; rows held out. */
static void
plain(struct new_task *nt)
{
	static const char *const	 word[] = { "the", "quick", "brown",
	    "fox", "jumps", "over", "a", "lazy", "dog" };
	static const char *const	 town[] = { "Rome", "Oslo", "Bonn",
	    "\"Graz, Austria\"" };

	line("id,age,town,seen,said,version,empty,died");
	ROWS(i, 1, 81)
		line("%d,%.1f,%s,2024-%02d-%02d,%s %s %s %s and %s %d,1.0,,"
		    "%s", i, i % 9 == 0 ? 0. : 20 + noise(i) / 2.,
		    i % 7 == 0 ? "" : town[noise(i + 300) % 4],
		    1 + noise(i + 100) % 12, 1 + noise(i) % 28,
		    word[i % 9], word[i % 7], word[i % 5], word[i % 8],
		    word[noise(i) % 9], i, noise(i) > 60 ? "yes" : "no");
	save("data/train.csv");
	line("id,age,town,seen,said,version,empty");
	ROWS(i, 81, 101)
		line("%d,%.1f,%s,2024-%02d-%02d,%s and %s %s %s %d,1.0,", i,
		    20 + noise(i) / 2., town[noise(i) % 4],
		    1 + noise(i + 100) % 12, 1 + noise(i) % 28, word[i % 9],
		    word[i % 7], word[i % 5], word[i % 8], i);
	save("data/test.csv");
	sample(81, 101, "id,died", "no");
	put("data/notes/readme.txt", "Nothing.\n");
	nt->fraction = 0.25;
	nt->seed = 3;
}

/* Groups, time, numbers as people write them, a column that tells the target,
 * and one that differs in test. */
static void
grouped(struct new_task *nt)
{
	(void)nt;
	line("id,patient,day,price,tells,shifted,stray,y");
	ROWS(i, 0, 120)
		line("%d,p%d,%d,\"$%d,%03d\",%.2f,%d,%s%d,%.2f", i, i / 6,
		    1000 + i, 1 + noise(i) % 9, noise(i + 7) * 10,
		    3 * (noise(i) * 0.37 + i * 0.11) + 1, noise(i + 40),
		    i == 70 ? "none " : "", noise(i + 50),
		    noise(i) * 0.37 + i * 0.11);
	save("data/train.csv");
	line("id,patient,day,price,tells,shifted,stray");
	ROWS(i, 120, 180)
		line("%d,p%d,%d,\"$%d,%03d\",%.2f,%d,%d", i, i / 6, 1000 + i,
		    1 + noise(i) % 9, noise(i + 7) * 10,
		    3 * (noise(i) * 0.37 + i * 0.11) + 1,
		    noise(i + 40) + 500, noise(i + 50));
	save("data/test.csv");
	sample(120, 180, "id,y", "0.5");
}

/* What is put right: names, separators, spellings, rows without a target. */
static void
mended(struct new_task *nt)
{
	(void)nt;
	line("\xef\xbb\xbf;Id;Size ;colour;blank;Class\r");
	ROWS(i, 0, 60)
		line("%d;%03d;%d,%d;%s;;%s\r", i, i + 1, noise(i) / 10,
		    noise(i) % 10, i % 3 == 0 ? "red" : i % 3 == 1 ? "Bl\xfcu" :
		    "green", i == 11 || i == 30 ? "" : i == 5 ? "Good" :
		    i == 7 ? " bad" : noise(i) > 50 ? "good" : "bad");
	save("data/train.csv");
	line("id;size;colour");
	ROWS(i, 60, 80)
		line("%03d;%d,%d;red", i + 1, noise(i) / 10, noise(i) % 10);
	save("data/test.csv");
	line("id,class");
	ROWS(i, 60, 80)
		line("%d,good", i + 1);
	save("data/sample_submission.csv");
}

/* A column that tells the target, one whose values differ in test, one that
 * turns round there, and a category that explains a part. */
static void
leaky(struct new_task *nt)
{
	(void)nt;
	for (int test = 0; test < 2; test++) {
		line("id,tells,moved,near,turned,part%s", test ? "" : ",y");
		ROWS(i, 200 * test, 200 * test + 200) {
			int	 y = noise(i) * 7 + i % 7;

			buf_addf(&text, "%d,%d,%d,%d,%d,%s", i, 3 * y + 1,
			    noise(i + 1000) + 80 * test, y + noise(i + 70) +
			    160 * test, test ? 700 - y : y + noise(i + 40),
			    y < 200 ? "low" : y < 500 ? "mid" : "high");
			line(test ? "" : ",%d", y);
		}
		save(test ? "data/test.csv" : "data/train.csv");
	}
	sample(200, 400, "id,y", "0");
}

/* The same of classes, in sorted rows. */
static void
sorted(struct new_task *nt)
{
	(void)nt;
	for (int test = 0; test < 2; test++) {
		line("id,code,size%s", test ? "" : ",kind");
		ROWS(i, 150 * test, 150 * test + 150) {
			buf_addf(&text, "%d,c%d,%d", i, i % 150 / 50 * 2 +
			    i % 2, noise(i) + 40 * (i % 150 / 50));
			line(test ? "" : ",k%d", i / 50);
		}
		save(test ? "data/test.csv" : "data/train.csv");
	}
	sample(150, 300, "id,kind", "k1");
}

/* A column a class, labels sealed in another spelling, more columns than have
 * a line of their own. */
static void
wide(struct new_task *nt)
{
	static const char *const	 kind[] = { "ant", "bee", "cat" };
	static char			 labels[300], board[300];

	snprintf(board, sizeof(board), "%s/board.csv", tmp);
	nt->labels = labels;
	snprintf(labels, sizeof(labels), "%s/labels.csv", tmp);
	buf_adds(&text, "id");
	ROWS(k, 0, 44)
		buf_addf(&text, ",pixel%d", k);
	line(",kind,light");
	ROWS(i, 0, 35) {
		buf_addf(&text, "%d", i);
		ROWS(k, 0, 44)
			buf_addf(&text, ",%d", (noise(i * 44 + k) +
			    i % 3 * k) % 256);
		line(",%s,%d", kind[i % 7 % 3], noise(i));
	}
	save("data/train.csv");
	buf_adds(&text, "id");
	ROWS(k, 0, 44)
		buf_addf(&text, ",pixel%d", k);
	line(",light");
	ROWS(i, 35, 45) {
		buf_addf(&text, "%d", i);
		ROWS(k, 0, 44)
			buf_addf(&text, ",%d", (noise(i * 44 + k) +
			    i % 3 * k) % 256);
		line(",%d", noise(i));
	}
	save("data/test.csv");
	sample(35, 45, "id,ant,bee,cat", "0.3,0.3,0.4");
	line("id,kind");
	ROWS(i, 35, 45)
		line("%d,%s", i, i % 3 == 0 ? "ANT" : kind[i % 3]);
	save("labels.csv");
	line("team,score");
	line("one,0.5");
	line("two,0.25");
	save("board.csv");
	nt->board = board;
}

/* Texts, and labels that lie among the data. */
static void
inside(struct new_task *nt)
{
	static char	 labels[300];

	snprintf(labels, sizeof(labels), "%s/data/solution.csv", tmp);
	nt->labels = labels;
	line("id,said,mood");
	ROWS(i, 0, 20)
		line("%d,it is a very %s day number %d,%s", i, i % 2 ? "good" :
		    "bad", i, i % 2 ? "up" : "down");
	save("data/train.csv");
	line("id,said");
	ROWS(i, 20, 30)
		line("%d,it was a very long night number %d", i, i);
	save("data/test.csv");
	sample(20, 30, "id,mood", "up");
	line("id,mood");
	ROWS(i, 20, 30)
		line("%d,%s", i, i % 2 ? "up" : "down");
	save("data/solution.csv");
}

/* One table, and nothing else. */
static void
lone(struct new_task *nt)
{
	line("x1,x2,target");
	ROWS(i, 0, 50)
		line("%d,%.3f,%d", noise(i), noise(i + 9) / 7., i % 5);
	save("data/rows.csv");
	nt->want.target = "target";
	nt->fraction = 0.3;
}

/* The first and the last bytes of a PNG of this size. */
static void
picture(const char *name, char width, char height, bool grey)
{
	char	 png[57] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", path[300];

	png[19] = width;
	png[23] = height;
	png[24] = 8;
	png[25] = grey ? 0 : 2;
	memcpy(png + 33, "\0\0\0\0IDAT\0\0\0\0\0\0\0\0IEND\xae\x42\x60\x82",
	    24);
	put(name, "");
	snprintf(path, sizeof(path), "%s/%s", tmp, name);
	fs_publish(AT_FDCWD, path, png, sizeof(png), NULL);
}

/* Pictures that a table names, one of them broken. */
static void
named_pictures(struct new_task *nt)
{
	char	 name[100];

	(void)nt;
	line("id,breed");
	ROWS(i, 0, 24) {
		line("a%d,%s", i, i % 2 ? "pug" : "husky");
		snprintf(name, sizeof(name), "data/train/a%d.png", i);
		picture(name, (char)(16 + i % 3), 16, false);
	}
	save("data/labels.csv");
	put("data/train/a5.png", "no picture");
	line("id,breed");
	ROWS(i, 24, 34) {
		line("a%d,pug", i);
		snprintf(name, sizeof(name), "data/test/a%d.png", i);
		picture(name, 16, 16, false);
	}
	save("data/sample_submission.csv");
}

/* A folder a class. */
static void
folders(struct new_task *nt)
{
	char	 name[100];

	ROWS(i, 0, 30) {
		snprintf(name, sizeof(name), "data/train/%s/%d.png",
		    i % 3 ? "leaf" : "stone", i);
		picture(name, 8, (char)(8 + i % 2), true);
	}
	ROWS(i, 30, 40) {
		snprintf(name, sizeof(name), "data/test/%d.png", i);
		picture(name, 8, 8, true);
	}
	(void)nt;
}

/* What nobody can repair. */
static void
faulty(struct new_task *nt)
{
	(void)nt;
	line("id,a,b,y");
	ROWS(i, 0, 30)
		line("%d,%d,x%s,%d", i == 20 ? 3 : i, i, i == 9 ? ",1" : "",
		    i % 2);
	save("data/train.csv");
	line("id,a,b");
	ROWS(i, 30, 40)
		line("%d,%d,x", i == 35 ? 31 : i, i);
	save("data/test.csv");
	sample(31, 42, "id,y", "maybe");
}

/* Later rows to predict, classes that are numbers, no sample. */
static void
timed(struct new_task *nt)
{
	static const int	 class[] = { 10, 9, 2 };

	(void)nt;
	line("id,when,x,grade");
	ROWS(i, 0, 90)
		line("%d,%02d/%02d/2023,%d,%d", i, 1 + i % 90 / 30,
		    1 + i % 30 % 28, noise(i), class[noise(i * 3 + 1) % 3]);
	save("data/train.csv");
	line("id,when,x");
	ROWS(i, 90, 120)
		line("%d,%02d/%02d/2023,%d", i, 4, 1 + i % 28, noise(i));
	save("data/test.csv");
}

/* More columns than have a line. */
static void
very_wide(struct new_task *nt)
{
	static const char *const	 sky[] = { "clear", "rain", "snow" };
	int				 n;

	(void)nt;
	for (int test = 0; test < 2; test++) {
		n = test ? 10 : 40;
		buf_adds(&text, "id");
		ROWS(k, 0, 30)
			buf_addf(&text, ",sensor_of_the_%c%c_site",
			    'a' + k % 26, 'a' + k / 26);
		ROWS(k, 0, 90)
			buf_addf(&text, ",sky_at_the_station_%c%c",
			    'a' + k % 26, 'a' + k / 26);
		ROWS(k, 0, 20)
			buf_addf(&text, ",wave%d", k);
		line(",day,constant%s", test ? "" : ",level");
		ROWS(i, 100 * test, 100 * test + n) {
			buf_addf(&text, "%d", i);
			ROWS(k, 0, 30)
				if (noise(i * k) < 5)
					buf_addc(&text, ',');
				else
					buf_addf(&text, ",%d",
					    noise(i * 30 + k));
			ROWS(k, 0, 90)
				buf_addf(&text, ",%s",
				    sky[noise(i * 7 + k) % 3]);
			ROWS(k, 0, 20)
				buf_addf(&text, ",%d", noise(i + k * k));
			line(",2024-01-%02d,1%s%.0d", 1 + i % 28,
			    test ? "" : ",", test ? 0 : noise(i) + 1);
		}
		save(test ? "data/test.csv" : "data/train.csv");
	}
	sample(100, 110, "id,level", "1.5");
}

/* Files one by one, into an empty directory that is there. */
static void
files(struct new_task *nt)
{
	static char		 train[300], test[300], labels[300];
	static const char	*list[] = { train, test, labels };

	put("task/x", "");
	snprintf(train, sizeof(train), "%s/task/x", tmp);
	unlink(train);
	snprintf(train, sizeof(train), "%s/data/train.csv", tmp);
	snprintf(test, sizeof(test), "%s/data/test.csv", tmp);
	snprintf(labels, sizeof(labels), "%s/data/train_labels.csv", tmp);
	nt->sources = list;
	nt->nsources = 3;
	nt->fraction = 0.25;
	line("id,x,y");
	ROWS(i, 0, 40)
		line("%d,%d,%d", i, noise(i), noise(i) > 50);
	put("data/train_labels.csv", buf_str(&text));
	save("data/train.csv");
	line("id,x");
	ROWS(i, 40, 50)
		line("%d,%d", i, noise(i));
	save("data/test.csv");
}

/* A target that is not one, and no word of what a submission is. */
static void
unclear(struct new_task *nt)
{
	(void)nt;
	line("a,b,c");
	ROWS(i, 0, 30)
		line("%d,%d,%d", i, noise(i), noise(i + 1));
	save("data/train.csv");
	line("a");
	ROWS(i, 0, 30)
		line("%d", i);
	save("data/test.csv");
}

/* Words where numbers are wanted; ids that the sample lacks. */
static void
no_numbers(struct new_task *nt)
{
	(void)nt;
	line("id,x,y");
	ROWS(i, 0, 30)
		line("%d,%d,%s", i, noise(i), i == 7 ? "high" : i % 2 ? "1.5" :
		    "2.5");
	save("data/train.csv");
	line("id,x");
	ROWS(i, 30, 40)
		line("%d,%d", i, noise(i));
	save("data/test.csv");
	sample(30, 38, "id,y", "0");
}

/* Labels by which nothing can be measured. */
static void
one_class(struct new_task *nt)
{
	static char	 labels[300];

	snprintf(labels, sizeof(labels), "%s/labels.csv", tmp);
	nt->labels = labels;
	line("id,x,y");
	ROWS(i, 0, 30)
		line("%d,%d,%d", i, noise(i), i % 2);
	save("data/train.csv");
	line("id,x");
	ROWS(i, 30, 40)
		line("%d,%d", i, noise(i));
	save("data/test.csv");
	sample(30, 40, "id,y", "0.5");
	line("id,y");
	ROWS(i, 30, 40)
		line("%d,1", i);
	save("labels.csv");
}

static const struct new_case {
	const char	*name, *metric;
	void		(*make)(struct new_task *);
	bool		 derive;
} cases[] = {
	{ "plain", "accuracy", plain, false },
	{ "grouped", "rmse", grouped, true },
	{ "leaky", "mae", leaky, true },
	{ "sorted", "accuracy", sorted, false },
	{ "mended", "accuracy", mended, false },
	{ "wide", "log_loss", wide, false },
	{ "inside", "accuracy", inside, false },
	{ "lone", "accuracy", lone, false },
	{ "named_pictures", "accuracy", named_pictures, false },
	{ "folders", "accuracy", folders, false },
	{ "timed", "log_loss", timed, false },
	{ "very_wide", "mae", very_wide, false },
	{ "files", "auc", files, false },
	{ "faulty", "auc", faulty, false },
	{ "unclear", "auc", unclear, false },
	{ "no_numbers", "rmse", no_numbers, false },
	{ "one_class", "auc", one_class, false },
	{ "project", NULL, NULL, false },
};

static void
add_sentences(struct buf *b, const char *what, jv list)
{
	jv	 one;
	int	 i;

	for (i = 0; json_item(list, i, &one); i++)
		buf_addf(b, "%s: %s\n", what, jv_string_value(one));
}

/* A long file: its first lines and its checksum. */
static void
add_file(struct buf *b, const char *path, const struct buf *data, mode_t mode)
{
	const char	*end = buf_str(data);
	char		 sum[65];
	int		 i;

	buf_addf(b, "==> %s %03o\n", path + strlen(tmp) + strlen("/task/"),
	    (unsigned)mode & 0777);
	if (data->len < 500 || strstr(path, ".md") != NULL) {
		buf_add(b, buf_str(data), data->len);
		return;
	}
	for (i = 0; i < 4; i++)
		end = strchr(end, '\n') + 1;
	fs_sha256_mem(buf_str(data), data->len, sum);
	buf_add(b, buf_str(data), (size_t)(end - buf_str(data)));
	buf_addf(b, "SHA-256 %s\n", sum);
}

/* Add what an error says, or nothing. */
static void
step(struct buf *b, const char *what, enum hcc_status st,
    const struct hcc_err *e)
{
	if (st != HCC_OK)
		buf_addf(b, "%s: %s\n", what, e->text);
}

/* A project, its link, what belongs to tools, and what may not be copied. */
static void
project(struct buf *b, const char *source, const char *path)
{
	static const char *const	 edit[] = { "train.py", "lib/net.py" };
	struct hcc_err			 e = HCC_ERR_INIT;
	struct new_project		 np = { .source = source, .path = path,
	    .version = "1", .edit = edit, .nedit = 2, .body = "Lower.",
	    .programs = "Python\n", .meta = json_put_str(json_put_str(
	    json_put_str(jv_object(), "metric", "loss"), "goal", "minimize"),
	    "pattern", "loss: VALUE") };
	char				 link[300];
	jv				 record;

	put("data/train.py", "print(1)\n");
	put("data/data/rows.csv", "1,2\n");
	put("data/__pycache__/x.pyc", "x");
	put("data/venv/pyvenv.cfg", "x");
	put("data/venv/bin/python", "x");
	snprintf(link, sizeof(link), "%s/data/link", tmp);
	(void)!symlink("data/rows.csv", link);
	snprintf(link, sizeof(link), "%s/data/train.py", tmp);
	chmod(link, 0755);
	step(b, "no file", new_project_make(&np, &record, &e), &e);
	put("data/lib/net.py", "depth = 1\n");
	put("data/keep/x", "");
	step(b, "a name of runs", new_project_make(&np, &record, &e), &e);
	snprintf(link, sizeof(link), "%s/data/keep", tmp);
	fs_remove(AT_FDCWD, link, NULL);
	if (new_project_make(&np, &record, &e) == HCC_OK) {
		json_dump(b, record);
		buf_addc(b, '\n');
		jv_free(record);
	}
	step(b, "again", new_project_make(&np, &record, &e), &e);
	jv_free(np.meta);
}

/* Every file below, in order; not what has a time in it. */
static void
add_files(struct buf *b, int dir, const char *path)
{
	struct buf	 data = BUF_INIT;
	struct stat	 st;
	char		 **names, below[600];
	size_t		 n, i;

	if (fstatat(dir, path, &st, AT_SYMLINK_NOFOLLOW) == -1 ||
	    strstr(path, ".png") != NULL || strstr(path, ".jsonl") != NULL)
		return;
	if (S_ISREG(st.st_mode)) {
		fs_read(dir, path, 0, &data, NULL);
		add_file(b, path, &data, st.st_mode);
		buf_release(&data);
		return;
	}
	fs_names(dir, path, &names, &n, NULL);
	for (i = 0; i < n; i++) {
		snprintf(below, sizeof(below), "%s/%s", path, names[i]);
		add_files(b, dir, below);
	}
	fs_names_free(names, n);
}

/* Replace the directory of the test by its name. */
static void
add_without_tmp(struct buf *b, const char *s)
{
	const char	*at;

	for (; (at = strstr(s, tmp)) != NULL; s = at + strlen(tmp)) {
		buf_add(b, s, (size_t)(at - s));
		buf_adds(b, "TMP");
	}
	buf_adds(b, s);
}

/* What is made of a task later: the rows of an audit, its control, those of a
 * smoke run, the folds of another split. */
static void
derive(struct buf *b, const char *path, enum metric_pred pred)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct task	 t;
	double		 share = 0;
	char		 below[400];
	jv		 suspects;

	if (task_open(&t, path, "s", &e) != HCC_OK) {
		step(b, "open", HCC_INPUT, &e);
		return;
	}
	step(b, "audit", audit_make(&t, 0.3, pred, &e), &e);
	suspects = audit_columns(&t, "suspects");
	step(b, "control", audit_control(&t, suspects, &e), &e);
	jv_free(suspects);
	step(b, "smoke", smoke_make(&t, 40, &share, &e), &e);
	step(b, "folds", folds_refresh(&t, &e), &e);
	snprintf(below, sizeof(below), "%s/input/folds.csv", path);
	fs_publish(AT_FDCWD, below, "", 0, NULL);
	task_close(&t);
	buf_addf(b, "share %.4g\n==> derived\n", share);
	put("task/task.md", "---\nmetric: mae\nid_column: id\ntarget: y\n"
	    "split: {time: part}\n---\nText\n");
	if (task_open(&t, path, "s", &e) == HCC_OK) {
		step(b, "time", folds_refresh(&t, &e), &e);
		task_close(&t);
	}
	put("task/task.md", "---\nmetric: mae\nid_column: id\ntarget: y\n"
	    "split: {groups: absent}\n---\nText\n");
	if (task_open(&t, path, "s", &e) == HCC_OK) {
		step(b, "groups", folds_refresh(&t, &e), &e);
		task_close(&t);
	}
	put("task/task.md", "---\nmetric: mae\nid_column: id\ntarget: y\n"
	    "split: {groups: part}\n---\nText\n");
	if (task_open(&t, path, "s", &e) == HCC_OK) {
		step(b, "groups", folds_refresh(&t, &e), &e);
		step(b, "again", smoke_make(&t, 40, &share, &e), &e);
		task_close(&t);
	}
	buf_addf(b, "share %.4g\n", share);
}

/* A task of tables in data/. */
static void
task(const struct new_case *c, struct buf *b, const char *data,
    const char *path)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct new_task	 nt;

	from_data(&nt, &data, path, c->name);
	c->make(&nt);
	if (new_task_metric(&nt, c->metric, NULL, &e) != HCC_OK ||
	    new_task_make(&nt, &e) != HCC_OK)
		buf_addf(b, "error: %s\n", e.text);
	add_sentences(b, "problem", nt.problems);
	add_sentences(b, "note", nt.notes);
	json_dump(b, nt.record);
	buf_addc(b, '\n');
	if (c->derive)
		derive(b, path, nt.pred);
	new_task_release(&nt);
}

static void
come_of(const struct new_case *c, struct buf *out)
{
	struct buf	 raw = BUF_INIT;
	char		 data[300], path[300];

	snprintf(data, sizeof(data), "%s/data", tmp);
	snprintf(path, sizeof(path), "%s/task", tmp);
	if (c->make != NULL)
		task(c, &raw, data, path);
	else
		project(&raw, data, path);
	add_files(&raw, AT_FDCWD, path);
	add_without_tmp(out, buf_str(&raw));
	buf_release(&raw);
	fs_remove(AT_FDCWD, data, NULL);
	fs_remove(AT_FDCWD, path, NULL);
}

/* One TAP line a part; a part is a file, and begins with its name. */
static void
compare(const char *name, const char *want, const char *got)
{
	struct buf	 a = BUF_INIT, b = BUF_INIT;
	char		 title[200];
	size_t		 n, k;

	while (*want != '\0' || *got != '\0') {
		n = strstr(want, "\n==> ") == NULL ? strlen(want) :
		    (size_t)(strstr(want, "\n==> ") + 1 - want);
		k = strstr(got, "\n==> ") == NULL ? strlen(got) :
		    (size_t)(strstr(got, "\n==> ") + 1 - got);
		if (strncmp(want, "==> ", 4) == 0)
			snprintf(title, sizeof(title), "%s: %.*s is the one "
			    "wanted", name, (int)strcspn(want + 4, " "),
			    want + 4);
		else
			snprintf(title, sizeof(title), "%s: what is told of "
			    "the data", name);
		buf_reset(&a);
		buf_reset(&b);
		buf_add(&a, want, n);
		buf_add(&b, got, k);
		IS_STR(title, buf_str(&a), buf_str(&b));
		want += n;
		got += k;
	}
	buf_release(&a);
	buf_release(&b);
}

int
main(int argc, char **argv)
{
	struct buf	 want = BUF_INIT, got = BUF_INIT;
	char		 path[100];
	size_t		 i;

	umask(022);
	if (mkdtemp(tmp) == NULL)
		return 1;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (argc > 1 && strcmp(argv[1], cases[i].name) != 0)
			continue;
		buf_reset(&got);
		buf_reset(&want);
		come_of(&cases[i], &got);
		if (argc > 1) {
			fputs(buf_str(&got), stdout);
			continue;
		}
		snprintf(path, sizeof(path), "tests/unit/new_task/%s",
		    cases[i].name);
		fs_read(AT_FDCWD, path, 0, &want, NULL);
		compare(cases[i].name, buf_str(&want), buf_str(&got));
	}
	buf_release(&want);
	buf_release(&got);
	buf_release(&text);
	fs_remove(AT_FDCWD, tmp, NULL);
	return argc > 1 ? 0 : tap_done();
}
