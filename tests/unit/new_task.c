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
#include "data/new_task.h"
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

static const struct new_case {
	const char	*name, *metric;
	void		(*make)(struct new_task *);
} cases[] = {
	{ "plain", "accuracy", plain },
	{ "grouped", "rmse", grouped },
	{ "leaky", "mae", leaky },
	{ "sorted", "accuracy", sorted },
	{ "mended", "accuracy", mended },
	{ "wide", "log_loss", wide },
	{ "inside", "accuracy", inside },
	{ "lone", "accuracy", lone },
	{ "named_pictures", "accuracy", named_pictures },
	{ "folders", "accuracy", folders },
	{ "faulty", "auc", faulty },
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
	if (data->len < 1500 || strstr(path, ".md") != NULL) {
		buf_add(b, buf_str(data), data->len);
		return;
	}
	for (i = 0; i < 4; i++)
		end = strchr(end, '\n') + 1;
	fs_sha256_mem(buf_str(data), data->len, sum);
	buf_add(b, buf_str(data), (size_t)(end - buf_str(data)));
	buf_addf(b, "SHA-256 %s\n", sum);
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

static void
come_of(const struct new_case *c, struct buf *out)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct new_task	 nt;
	struct buf	 raw = BUF_INIT;
	char		 data[300], task[300];
	const char	*source = data;
	jv		 r;

	snprintf(data, sizeof(data), "%s/data", tmp);
	snprintf(task, sizeof(task), "%s/task", tmp);
	new_task_init(&nt);
	nt.sources = &source;
	nt.nsources = 1;
	nt.path = task;
	nt.version = "1";
	nt.body = "Predict.\n";
	nt.meta = json_put_str(nt.meta, "id", c->name);
	c->make(&nt);
	if (new_task_metric(&nt, c->metric, NULL, &e) != HCC_OK ||
	    new_task_make(&nt, &e) != HCC_OK)
		buf_addf(&raw, "error: %s\n", e.text);
	add_sentences(&raw, "problem", nt.problems);
	add_sentences(&raw, "note", nt.notes);
	r = jv_copy(nt.record);
	json_dump(&raw, r);
	buf_addc(&raw, '\n');
	jv_free(r);
	add_files(&raw, AT_FDCWD, task);
	add_without_tmp(out, buf_str(&raw));
	new_task_release(&nt);
	buf_release(&raw);
	fs_remove(AT_FDCWD, data, NULL);
	fs_remove(AT_FDCWD, task, NULL);
}

/* One TAP line a part; a part is a file, and begins with its name. */
static void
compare(const char *name, const char *want, const char *got)
{
	char	 title[200], a[8000], b[8000];
	size_t	 n, k;

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
		snprintf(a, sizeof(a), "%.*s", (int)n, want);
		snprintf(b, sizeof(b), "%.*s", (int)k, got);
		IS_STR(title, a, b);
		want += n;
		got += k;
	}
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
