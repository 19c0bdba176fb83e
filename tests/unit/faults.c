/*
 * faults.c: a system call that fails is said, or makes no difference.
 *
 * Each of the steps below is made over and over: once with its first open(2)
 * failing, once with its second, and so on; the same for other calls.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "archived.h"
#include "base/json.h"
#include "data/audit.h"
#include "data/folds_task.h"
#include "data/new_project.h"
#include "data/new_task.h"
#include "data/smoke.h"
#include "from_data.h"
#include "put.h"
#include "run/project_run.h"
#include "run/sealed.h"
#include "said.h"
#include "score/grade.h"
#include "tap.h"
#include "task/archive.h"
#include "task/best.h"
#include "task/earlier.h"
#include "task/evidence.h"
#include "task/journal.h"
#include "task/keep.h"
#include "task/note.h"
#include "task/plan.h"
#include "task/project.h"
#include "task/state.h"
#include "wisdom/wisdom.h"

/* --- calls that fail; others are as in libc */

enum call { NONE, OPEN, READ, WRITE, FSYNC, RENAME, MKDIR, CALLS };
static const char *const names[] = { "", "open", "read", "write", "fsync",
    "rename", "mkdir" };
static const int errors[] = { 0, EMFILE, EIO, ENOSPC, EIO, EIO, ENOSPC };
static enum call failing;
static int	 left;		/* calls until it fails; below 1: none does */

static bool
fails(enum call c)
{
	if (c != failing || --left != 0)
		return false;
	errno = errors[c];
	return true;
}

static int
open_at(int dir, const char *path, int flags, va_list ap)
{
	mode_t	 mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, mode_t) : 0;

	return fails(OPEN) ? -1 :
	    (int)syscall(SYS_openat, dir, path, flags, mode);
}

int
openat(int dir, const char *path, int flags, ...)
{
	va_list	 ap;
	int	 fd;

	va_start(ap, flags);
	fd = open_at(dir, path, flags, ap);
	va_end(ap);
	return fd;
}

int
open(const char *path, int flags, ...)
{
	va_list	 ap;
	int	 fd;

	va_start(ap, flags);
	fd = open_at(AT_FDCWD, path, flags, ap);
	va_end(ap);
	return fd;
}

ssize_t
read(int fd, void *p, size_t n)
{
	return fails(READ) ? -1 : syscall(SYS_read, fd, p, n);
}

ssize_t
write(int fd, const void *p, size_t n)
{
	return fails(WRITE) ? -1 : syscall(SYS_write, fd, p, n);
}

/* No disk is waited for. */
int
fsync(int fd)
{
	(void)fd;
	return fails(FSYNC) ? -1 : 0;
}

int
fdatasync(int fd)
{
	return fsync(fd);
}

int
renameat(int from, const char *a, int to, const char *b)
{
	return fails(RENAME) ? -1 :
	    (int)syscall(SYS_renameat2, from, a, to, b, 0);
}

int
mkdirat(int dir, const char *path, mode_t mode)
{
	return fails(MKDIR) ? -1 : (int)syscall(SYS_mkdirat, dir, path, mode);
}

/* --- steps: what each finds is added to `out` */

static struct task	 t;

static void
add(struct buf *out, jv v)
{
	buf_addf(out, "%s\n", said(v));
}

static enum hcc_status
publish(struct buf *out, struct hcc_err *e)
{
	(void)out;
	return fs_publish(t.dir, "new", "text", 4, e);
}

static enum hcc_status
append(struct buf *out, struct hcc_err *e)
{
	(void)out;
	return fs_append_line(t.dir, "journal.jsonl", "{}", 2, e);
}

static enum hcc_status
copy(struct buf *out, struct hcc_err *e)
{
	(void)out;
	return fs_copy(t.dir, "task.md", t.dir, "copy", e);
}

static enum hcc_status
checksum(struct buf *out, struct hcc_err *e)
{
	char	 sum[65] = "";

	enum hcc_status	 st = fs_sha256(t.dir, "task.md", sum, e);

	buf_adds(out, sum);
	return st;
}

static enum hcc_status
remove_tree(struct buf *out, struct hcc_err *e)
{
	(void)out;
	return fs_remove(t.dir, "l1", e);
}

static enum hcc_status
state(struct buf *out, struct hcc_err *e)
{
	struct state	 s;
	enum hcc_status	 st = state_read(&t, &s, e);

	add(out, record_json(&state_record, &s));
	state_free(&s);
	return st;
}

static enum hcc_status
plan(struct buf *out, struct hcc_err *e)
{
	struct plan	 p;
	enum hcc_status	 st = plan_read(&t, 1, &p, e);

	if (st == HCC_OK)
		st = plan_publish(&t, &p, "plan", e);
	add(out, record_json(&plan_record, &p));
	plan_free(&p);
	return st;
}

static enum hcc_status
note(struct buf *out, struct hcc_err *e)
{
	struct note	 k;
	enum hcc_status	 st = note_read(&t, 2, &k, e);

	add(out, record_json(&note_record, &k));
	if (st == HCC_OK)
		st = note_write(&t, &k, e);
	note_free(&k);
	return st;
}

static enum hcc_status
events(struct buf *out, struct hcc_err *e)
{
	enum hcc_status	 st;
	int		 torn;
	jv		 v;

	if ((st = journal_read(&t, &v, &torn, e)) == HCC_OK)
		st = journal_record_edits(&t, v, e);
	if (st == HCC_OK)
		add(out, jv_copy(v));
	jv_free(v);
	return st;
}

static enum hcc_status
adopt(struct buf *out, struct hcc_err *e)
{
	struct result	 r;
	enum hcc_status	 st;

	(void)out;
	record_init(&result_record, &r);
	record_set(&r.id, "01/1.1");
	record_set(&r.status, "ok");
	r.score = 0.75;
	st = best_adopt(&t, &r, NULL, e);
	result_free(&r);
	return st;
}

static enum hcc_status
earlier(struct buf *out, struct hcc_err *e)
{
	struct earlier	 a;
	enum hcc_status	 st = earlier_open(&t, "01/1.1", &a, e);

	if (st == HCC_OK) {
		add(out, earlier_json(&t, &a));
		if ((st = fs_mkdirs(t.dir, "base", e)) == HCC_OK) {
			int	 dir = fs_open_dir(t.dir, "base");

			st = dir == -1 ? err_errno(e, "open 'base'") :
			    earlier_lay_out(&t, &a, dir, e);
			if (dir != -1)
				close(dir);
		}
	}
	earlier_free(&a);
	return st;
}

static enum hcc_status
keep(struct buf *out, struct hcc_err *e)
{
	struct kept_list	 l = { NULL, 0 };
	enum hcc_status		 st;
	size_t			 i;
	int			 dir = fs_open_dir(t.dir, "l1/01/1.1/1");

	if (dir == -1)
		return err_errno(e, "open 'l1/01/1.1/1'");
	if ((st = keep_take(&t, dir, 1e6, &l, e)) == HCC_OK)
		st = keep_put(&t, &l, dir, e);
	close(dir);
	for (i = 0; i < l.n; i++) {
		add(out, record_json(&kept_record, &l.v[i]));
		record_free(&kept_record, &l.v[i]);
	}
	free(l.v);
	return st;
}

static enum hcc_status
pack(struct buf *out, struct hcc_err *e)
{
	struct archive_manifest	 m;
	char			 sum[65] = "";
	enum hcc_status		 st = archive_pack(&t, 1, 0, &m, sum, e);

	buf_addf(out, "%zu files, %s\n", m.n, sum);
	archive_manifest_free(&m);
	return st;
}

static enum hcc_status
unpack(struct buf *out, struct hcc_err *e)
{
	struct archive_manifest	 m = { 0 };
	struct archive_member	 one = { "1.1/1/log", BUF_INIT, false };
	enum hcc_status		 st = archive_read(&t, 2, &one, 1, &m, e);

	buf_addf(out, "%zu files, %s\n", m.n, buf_str(&one.data));
	buf_release(&one.data);
	archive_manifest_free(&m);
	return st;
}

static enum hcc_status
member(void *ctx, const char *name, const struct buf *data, struct hcc_err *e)
{
	(void)e;
	buf_addf(ctx, "%s %s\n", name, data == NULL ? "" : buf_str(data));
	return HCC_OK;
}

static enum hcc_status
check(struct buf *out, struct hcc_err *e)
{
	struct archive_manifest	 m = { 0 };
	char			 sum[65] = "";
	enum hcc_status		 st = archive_check(&t, 2, sum, member,
				    out, &m, e);

	buf_adds(out, sum);
	archive_manifest_free(&m);
	return st;
}

static enum hcc_status
evidence(struct buf *out, struct hcc_err *e)
{
	struct evidence		*ev = evidence_open(&t, jv_null());
	struct claim_check	 is;
	jv			 refs = jv_array_append(jv_array(),
				    jv_string("01/1.1"));
	enum hcc_status		 st = evidence_check(ev, NULL,
				    "02/1.1 reached 0.5, 01/1.1 reached 0.75",
				    refs, &is, e);

	if (st == HCC_OK)
		buf_addf(out, "%s %s\n", claim_state_name(is.state), is.why);
	evidence_close(ev);
	jv_free(refs);
	return st;
}

static enum hcc_status
lay_out(struct buf *out, struct hcc_err *e)
{
	struct sandbox_binds	 b = { NULL, 0, 0 };
	struct buf		 code = BUF_INIT;
	enum hcc_status		 st = project_original(&t, &code, e);
	int			 dir = -1;

	if (st == HCC_OK && (dir = fs_open_dir(t.dir, "base")) == -1)
		st = err_errno(e, "open 'base'");
	if (st == HCC_OK)
		st = project_lay_out(&t, buf_str(&code), dir, &b, e);
	buf_addf(out, "%s%zu binds\n", buf_str(&code), b.n);
	if (dir != -1)
		close(dir);
	sandbox_binds_release(&b);
	buf_release(&code);
	return st;
}

static enum hcc_status
export(struct buf *out, struct hcc_err *e)
{
	(void)out;
	return project_export(&t, "best", e);
}

static enum hcc_status
submission(struct buf *out, struct hcc_err *e)
{
	jv		 report;
	enum hcc_status	 st = sealed_check(&t, "input/sample_submission.csv",
			    "submission.csv", &report, e);

	if (st == HCC_OK)
		add(out, report);
	return st;
}

static enum hcc_status
grade(struct buf *out, struct hcc_err *e)
{
	double		 score;
	jv		 detail;
	enum hcc_status	 st = sealed_score(&t, "submission.csv", 20, &score,
			    &detail, e);

	if (st == HCC_OK) {
		buf_addf(out, "%g ", score);
		add(out, detail);
	}
	return st;
}

static enum hcc_status
derive(struct buf *out, struct hcc_err *e)
{
	double		 share = 0;
	enum hcc_status	 st = audit_make(&t, 0.3, METRIC_PROBABILITY, e);

	if (st == HCC_OK)
		st = smoke_make(&t, 10, &share, e);
	if (st == HCC_OK)
		st = folds_refresh(&t, e);
	buf_addf(out, "%g\n", share);
	return st;
}

static enum hcc_status
new_task(struct buf *out, struct hcc_err *e)
{
	char		 data[300], path[300];
	const char	*source = data;
	struct new_task	 nt;
	enum hcc_status	 st;

	snprintf(data, sizeof(data), "%s/t/input", tmp);
	snprintf(path, sizeof(path), "%s/t/made", tmp);
	from_data(&nt, &source, path, "x");
	nt.fraction = 0.25;
	if ((st = new_task_metric(&nt, "auc", NULL, e)) == HCC_OK)
		st = new_task_make(&nt, e);
	add(out, jv_copy(nt.problems));
	new_task_release(&nt);
	return st;
}

static enum hcc_status
new_project(struct buf *out, struct hcc_err *e)
{
	static const char *const edit[] = { "train.py" };
	char			 source[300], path[300];
	struct new_project	 np = { .source = source, .path = path,
	    .version = "1", .edit = edit, .nedit = 1, .body = "Lower.",
	    .programs = "", .meta = json_put_str(json_put_str(json_put_str(
	    jv_object(), "metric", "loss"), "goal", "minimize"), "pattern",
	    "loss: VALUE") };
	enum hcc_status		 st;
	jv			 record;

	(void)out;
	snprintf(source, sizeof(source), "%s/t/project", tmp);
	snprintf(path, sizeof(path), "%s/t/made", tmp);
	if ((st = new_project_make(&np, &record, e)) == HCC_OK)
		jv_free(record);
	jv_free(np.meta);
	return st;
}

static enum hcc_status
tell(void *ctx, jv entry, struct hcc_err *e)
{
	(void)e;
	add(ctx, entry);
	return HCC_OK;
}

static enum hcc_status
wisdom(struct buf *out, struct hcc_err *e)
{
	struct wis	*w = NULL;
	char		 path[300];
	enum hcc_status	 st;

	snprintf(path, sizeof(path), "%s/t/l3/wisdom.db", tmp);
	if ((st = wis_open(path, WIS_CREATE, &w, e)) == HCC_OK)
		st = wis_import(w, jv_parse("{\"task\":\"x\",\"descriptor\":"
		    "\"about x\",\"text\":\"trees\",\"tags\":[\"t\"],"
		    "\"created\":\"2026-01-01T00:00:00Z\"}"), NULL, NULL, e);
	if (st == HCC_OK)
		st = wis_export(w, tell, out, e);
	wis_close(w);
	return st;
}

static const struct {
	const char	*name;
	enum hcc_status	(*step)(struct buf *, struct hcc_err *);
	bool		 reads;		/* and changes nothing */
} steps[] = {
	{ "a file is published", publish, false },
	{ "a line is appended", append, false },
	{ "a file is copied", copy, false },
	{ "a checksum is made", checksum, true },
	{ "a tree is removed", remove_tree, false },
	{ "a state is read", state, true },
	{ "a plan is read and written", plan, false },
	{ "a note is read and written", note, false },
	{ "a journal is read", events, false },
	{ "a run is adopted", adopt, false },
	{ "an earlier run is built on", earlier, false },
	{ "artifacts are kept and given", keep, false },
	{ "a phase is packed", pack, false },
	{ "a member is unpacked", unpack, true },
	{ "an archive is checked", check, true },
	{ "a claim is checked", evidence, true },
	{ "a project is laid out", lay_out, false },
	{ "a project is exported", export, false },
	{ "a submission is checked", submission, true },
	{ "a submission is graded", grade, true },
	{ "rows are set aside", derive, false },
	{ "a task is made", new_task, false },
	{ "a project is taken", new_project, false },
	{ "wisdom is added", wisdom, false },
};

/* --- */

/* Every file below, with its content; of a journal the number of lines. */
static void
add_tree(struct buf *out, const char *path)
{
	struct buf	 b = BUF_INIT;
	struct stat	 sb;
	char		**v, below[600];
	size_t		 n, i;

	if (fstatat(t.dir, path, &sb, AT_SYMLINK_NOFOLLOW) == -1 ||
	    strstr(path, "l3/") != NULL)
		return;
	buf_addf(out, "%s %o ", path, (unsigned)sb.st_mode);
	if (S_ISREG(sb.st_mode) && fs_read(t.dir, path, 0, &b, NULL) == HCC_OK)
		buf_add(out, b.p, strstr(path, ".jsonl") == NULL ? b.len : 0);
	for (i = 0; i < b.len && strstr(path, ".jsonl") != NULL; i++)
		if (b.p[i] == '\n')
			buf_addc(out, '|');
	buf_release(&b);
	buf_addc(out, '\n');
	if (!S_ISDIR(sb.st_mode) || fs_names(t.dir, path, &v, &n, NULL) !=
	    HCC_OK)
		return;
	for (i = 0; i < n; i++) {
		snprintf(below, sizeof(below), "%s/%s", path, v[i]);
		add_tree(out, below);
	}
	fs_names_free(v, n);
}

static void
rows(const char *name, int from, int to, bool target)
{
	struct buf	 b = BUF_INIT;
	int		 i;

	buf_adds(&b, target ? "id,x,y\n" : "id,x\n");
	for (i = from; i < to; i++)
		if (target)
			buf_addf(&b, "%d,%d.5,%d\n", i, i * 7 % 40, i * 11 % 2);
		else
			buf_addf(&b, "%d,%d.5\n", i, i * 7 % 40);
	put(name, buf_str(&b));
	buf_release(&b);
}

static void
make_tree(void)
{
	char	 path[300];

	put("t/task.md", "---\nid: x\nmetric: auc\nid_column: id\n"
	    "target: y\ncommand: python3 train.py\n"
	    "edit: [train.py, lib/net.py]\n---\nText.\n");
	rows("t/input/train.csv", 0, 60, true);
	rows("t/input/test.csv", 60, 64, false);
	put("t/input/sample_submission.csv", "id,y\n60,0\n61,0\n62,0\n63,0\n");
	put("t/submission.csv", "id,y\n60,0.1\n61,0.9\n62,0.5\n63,0.4\n");
	put("t/sealed/labels.csv", "id,y\n60,0\n61,1\n62,0\n63,1\n");
	put("t/project/train.py", "train\n");
	put("t/project/lib/net.py", "net\n");
	put("t/project/lib/loss.py", "loss\n");
	put("t/base/x", "");
	put("t/best/solution.files", "==> train.py 2 <==\nA\n\n");
	put("t/best/result.json", "{\"id\":\"00/1.1\",\"score\":0.5}");
	put("t/plan/00.md", "## 1 First\n### 1.1 One\nA\n");
	put("t/plan/01.md", "## 1 Next\n### 1.1 Two\nB\n");
	put("t/l1/00/1.1/result.json", "{\"id\":\"00/1.1\",\"score\":0.5,"
	    "\"status\":\"ok\"}");
	put("t/l1/01/1.1/result.json", "{\"id\":\"01/1.1\",\"score\":0.75,"
	    "\"status\":\"ok\",\"attempt\":1,\"title\":\"Two\"}");
	put("t/l1/01/1.1/1/run.json", "{\"id\":\"01/1.1/1\",\"claimed\":0.75,"
	    "\"status\":\"ok\"}");
	put("t/l1/01/1.1/1/log", "metric: 0.75\n");
	put("t/l1/01/1.1/1/solution.files", "==> train.py 2 <==\nB\n\n");
	put("t/l1/01/1.1/1/submission.csv", "id,y\n60,0\n");
	put("t/l1/01/1.1/1/keep/model", "weights");
	put("t/prefetch.md", "");
	put("t/journal.jsonl", "{\"ev\":\"start\",\"s\":\"x\",\"t\":100}\n"
	    "{\"ev\":\"result\",\"s\":\"x\",\"t\":110}\n");
	snprintf(path, sizeof(path), "%s/t/archive", tmp);
	mkdir(path, 0755);
}

/* Phase 02, in the archive. */
static bool
make_archive(void)
{
	put("t/l1/02/1.1/result.json", "{\"id\":\"02/1.1\",\"score\":0.5,"
	    "\"status\":\"ok\",\"title\":\"Three\"}");
	put("t/l1/02/1.1/1/run.json", "{\"id\":\"02/1.1/1\"}");
	put("t/l1/02/1.1/1/log", "metric: 0.5\n");
	put("t/plan/02.md", "## 1 Last\n### 1.1 Three\nC\n");
	return archived(&t, 2);
}

static bool
begin(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	char		 path[300];

	umask(022);
	snprintf(path, sizeof(path), "%s/t", tmp);
	fs_remove(AT_FDCWD, path, NULL);
	make_tree();
	return task_open(&t, path, "s", &e) == HCC_OK && make_archive();
}

/* The outcome of a step whose call number `at` fails. */
static enum hcc_status
outcome(size_t i, enum call c, int at, struct buf *out, struct hcc_err *e)
{
	enum hcc_status	 st;

	*e = (struct hcc_err)HCC_ERR_INIT;
	buf_reset(out);
	failing = c;
	left = at;
	st = steps[i].step(out, e);
	failing = NONE;
	add_tree(out, "");
	return st;
}

/* How many of these calls are neither said nor make no difference. */
static int
unsaid(size_t i, enum call c, const char *want)
{
	struct hcc_err	 e;
	struct buf	 out = BUF_INIT;
	enum hcc_status	 st;
	int		 at, bad = 0;
	bool		 reached = true;

	for (at = 1; reached && at < 1000; at++) {
		if ((at == 1 || !steps[i].reads) && !begin())
			return 1000;
		st = outcome(i, c, at, &out, &e);
		reached = left <= 0;
		if (st == HCC_OK ? strcmp(buf_str(&out), want) != 0 :
		    *e.text == '\0') {
			printf("# call %d: %s\n", at, buf_str(&out));
			bad++;
		}
		if (!reached || !steps[i].reads)
			task_close(&t);
	}
	buf_release(&out);
	return bad;
}

int
main(int argc, char **argv)
{
	struct hcc_err	 e;
	struct buf	 want = BUF_INIT;
	char		 name[100];
	size_t		 i;
	int		 c;

	if (mkdtemp(tmp) == NULL)
		return 1;
	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		if (argc > 1 && strcmp(argv[1], steps[i].name) != 0)
			continue;
		if (!OK("there is a task", begin()))
			break;
		if (!OK(steps[i].name, outcome(i, NONE, 0, &want, &e) ==
		    HCC_OK))
			printf("# %s\n", e.text);
		task_close(&t);
		for (c = OPEN; c < CALLS; c++) {
			snprintf(name, sizeof(name), "%s: each %s that fails "
			    "is said", steps[i].name, names[c]);
			OK(name, unsaid(i, (enum call)c, buf_str(&want)) == 0);
		}
	}
	buf_release(&want);
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
