/* evidence.c: references, and what they bear out, in L1 and archives. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "put.h"
#include "tap.h"
#include "task/archive.h"
#include "task/evidence.h"
#include "task/note.h"

static void
parsing(void)
{
	static const char *const good[] = { "01/1.2", "00/0.1", "12/3.4",
	    "123/10.20/3", "01/1.2/3:0-1", "01/1.2/seed-2",
	    "01/1.2/3/solution.py:40-96" };
	static const char *const bad[] = { "", "1/1.2", "01/1", "01/1.0",
	    "01/01.2", "001/1.2", "01/1.2/", "01/1.2/0", "01/1.2/3:",
	    "01/1.2/3:5-5", "01/1.2/3:9-5", "01/1.2/3:-1-5", "01/1.2:0-5",
	    "01/1.2/3/log", "01/1.2/3/../x:0-5", "01/1.2/3/.x:0-5",
	    "01/1.2/3/a/b:0-5", "01/1.2/3:0-9999999999999", "01/1.2 ",
	    "../01/1.2" };
	struct evidence_ref	 r;
	char			 name[80];
	size_t			 i;

	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		snprintf(name, sizeof(name), "'%s' is a reference", good[i]);
		OK(name, evidence_parse(good[i], strlen(good[i]), &r));
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(name, sizeof(name), "'%s' is no reference", bad[i]);
		OK(name, !evidence_parse(bad[i], strlen(bad[i]), &r));
	}
	OK("a range without a file is of the log",
	    evidence_parse("01/1.2/3:7-9", 12, &r) &&
	    strcmp(r.file, "log") == 0 && r.from == 7 && r.to == 9);
	OK("a reference names phase, suggestion and attempt", r.phase == 1 &&
	    strcmp(r.suggestion, "1.2") == 0 && strcmp(r.attempt, "3") == 0);
}

static void
in_text(void)
{
	struct buf	 b = BUF_INIT;
	jv		 refs = evidence_refs("- 01/1.2 beat (01/1.1/2:5-9), "
			    "but not 22/11/2026, v01/1.2, 1/2.5 or 01/1.2x; "
			    "see 01/2.1/3/log.", jv_array());

	json_dump(&b, refs);
	jv_free(refs);
	IS_STR("references are found in a text",
	    "[\"01/1.2\",\"01/1.1/2:5-9\",\"01/2.1/3\"]", buf_str(&b));
	buf_release(&b);
}

static const char log_text[] = "epoch 1 loss 0.4321\n"
    "epoch 2 loss -1.25e-3 lr=0.001\nmetric: 0.81\n"
    "\033[32m77\033[0m \033[1m-5.5\033[0m\n";

static void
make_phase(void)
{
	put("l1/01/1.1/result.json", "{\"id\":\"01/1.1\",\"status\":\"ok\","
	    "\"score\":0.8123,\"change\":-0.02,\"seconds\":12.5,"
	    "\"title\":\"Forest of 300 trees\"}");
	put("l1/01/1.1/1/run.json", "{\"id\":\"01/1.1/1\",\"status\":\"ok\","
	    "\"claimed\":0.8123}");
	put("l1/01/1.1/1/log", log_text);
	put("l1/01/1.1/1/solution.py", "depth = 7\n");
	put("l1/01/2.1/result.json", "{\"id\":\"01/2.1\",\"status\":\"ok\","
	    "\"score\":-0.3,\"title\":\"Net\"}");
}

static const struct {
	const char	*name, *claim, *ref;
	bool		 holds;
	const char	*why;
} cases[] = {
	{ "a score may be rounded", "about 0.8", "01/1.1", true, "" },
	{ "another score is refused", "reached 0.82", "01/1.1", false, "0.82" },
	{ "a change may lack its sign", "gained 0.02", "01/1.1", true, "" },
	{ "a change may have its sign",
	    "changed by -0.020", "01/1.1", true, "" },
	{ "a change of the other sign is refused",
	    "changed by +0.020", "01/1.1", false,
	    "+0.020" },
	{ "seconds of the run count", "took 12.5 s", "01/1.1", true, "" },
	{ "a number of the title counts", "300 trees do", "01/1.1", true, "" },
	{ "a part of a number is refused",
	    "30 trees do", "01/1.1", false, "30" },
	{ "digits within names are not checked",
	    "F1 of xgb2", "01/1.1", true, "" },
	{ "a negative score is found", "reached -0.3", "01/2.1", true, "" },
	{ "a negative score does not verify a positive one",
	    "reached 0.3", "01/2.1", false, "0.3" },
	{ "an absent suggestion is refused",
	    "it is so", "01/9.1", false, "01/9.1" },
	{ "an absent attempt is refused",
	    "it is so", "01/1.1/4", false, "01/1.1/4" },
	{ "the score that an attempt claimed counts",
	    "claimed 0.812", "01/1.1/1", true, "" },
	{ "an attempt has no change", "gained 0.02", "01/1.1/1", false,
	    "0.02" },
	{ "a number in the cited bytes counts",
	    "the loss was 0.432", "01/1.1/1:0-19", true,
	    "" },
	{ "a number outside of the cited bytes is refused",
	    "the loss was 0.432", "01/1.1/1:20-51", false,
	    "0.432" },
	{ "a number may have an exponent",
	    "a loss of -1.25e-3", "01/1.1/1:20-51", true, "" },
	{ "a number in the log has its sign",
	    "a loss of 1.25e-3", "01/1.1/1:20-51", false, "1.25" },
	{ "a number that the range cuts at its end is refused", "loss 0.43",
	    "01/1.1/1:0-17", false, "0.43" },
	{ "a number that the range cuts at its start is refused",
	    "loss 4321", "01/1.1/1:15-19", false, "4321" },
	{ "a number that the range cuts at its sign is refused",
	    "loss 1.25e-3", "01/1.1/1:34-41", false, "1.25" },
	{ "a number within colour codes counts",
	    "77 and -5.5", "01/1.1/1:64-89", true, "" },
	{ "a colour code is no number", "32 of them", "01/1.1/1:64-89", false,
	    "32" },
	{ "a range behind the end is refused",
	    "it is so", "01/1.1/1:60-99", false,
	    "89 bytes" },
	{ "a range may be of another file",
	    "depth 7", "01/1.1/1/solution.py:0-9", true, "" },
	{ "an absent file is refused",
	    "depth 7", "01/1.1/1/x.py:0-9", false, "x.py" },
	{ "a text that is no reference is refused",
	    "it is so", "see the log", false,
	    "not a reference" },
	{ "a reference in the claim counts", "01/2.1 reached -0.3",
	    "01/1.1", true, "" },
	{ "an absent reference in the claim is refused",
	    "01/7.1 is good", "01/1.1", false, "01/7.1" },
};

static void
holds(const char *where, struct task *t)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct evidence	*ev;
	char		 name[120];
	enum hcc_status	 st;
	size_t		 i;
	jv		 refs;

	OK("evidence opens", evidence_open(t, jv_null(), &ev, &e) == HCC_OK);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		refs = jv_array_append(jv_array(), jv_string(cases[i].ref));
		snprintf(name, sizeof(name), "%s: %s", where, cases[i].name);
		e = (struct hcc_err)HCC_ERR_INIT;
		st = evidence_holds(ev, cases[i].claim, refs, NULL, &e);
		if (!OK(name, st == (cases[i].holds ? HCC_OK : HCC_NONE) &&
		    strstr(e.text, cases[i].why) != NULL))
			printf("# %d %s\n", st, e.text);
		jv_free(refs);
	}
	st = evidence_holds(ev, "nothing", jv_null(), NULL, &e);
	OK("a claim that cites nothing is refused", st == HCC_NONE);
	evidence_close(ev);
}

/* The archive of phase 01 and its note; L1 is gone. */
static void
archive(struct task *t)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct archive_manifest	 m;
	struct note	 k;
	char		 sum[65];

	OK("a phase is packed", archive_pack(t, 1, 0, &m, sum, &e) == HCC_OK);
	note_init(&k, 1);
	k.source = record_new(&note_source_record);
	record_set(&k.source->archive, "archive/01.tar.zst");
	record_set(&k.source->sha256, sum);
	OK("a note is written", note_write(t, &k, &e) == HCC_OK);
	OK("a phase is evicted", fs_remove(t->dir, "l1/01", &e) == HCC_OK);
	note_free(&k);
	archive_manifest_free(&m);
}

static void
fails(const char *name, struct task *t, const char *why)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct evidence	*ev;
	enum hcc_status	 st;

	evidence_open(t, jv_null(), &ev, &e);
	st = evidence_holds(ev, "01/1.1 is good", jv_null(), NULL, &e);
	if (!OK(name, st == HCC_NONE && strstr(e.text, why) != NULL))
		printf("# %d %s\n", st, e.text);
	evidence_close(ev);
}

static void
damage(struct task *t)
{
	struct buf	 b = BUF_INIT;
	size_t		 i;
	char		 name[60];

	fs_read(t->dir, "archive/01.tar.zst", 0, &b, NULL);
	for (i = 0; i < b.len; i += 1 + b.len / 7) {
		b.p[i] ^= 1;
		fs_publish(t->dir, "archive/01.tar.zst", b.p, b.len, NULL);
		snprintf(name, sizeof(name), "a wrong byte %zu of the archive is damage", i);
		fails(name, t, "damaged");
		b.p[i] ^= 1;
	}
	fs_remove(t->dir, "archive/01.tar.zst", NULL);
	fails("evidence in an absent archive is refused", t, "neither");
	fs_publish(t->dir, "archive/01.tar.zst", b.p, b.len, NULL);
	fs_remove(t->dir, "l2/01.md", NULL);
	fails("an archive without a recorded checksum is refused",
	    t, "checksum");
	buf_release(&b);
}

/* Each byte of the archive damaged in turn, and the checksum that an entry
 * has noted changed to fit. How many of them are told; -1 on another error. */
static long
forge(struct task *t, jv refs, struct buf *b)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct evidence	*ev;
	char		 sum[65];
	enum hcc_status	 st = HCC_OK;
	size_t		 i;
	long		 told = 0;
	jv		 from;

	for (i = 0; i < b->len && (st == HCC_OK || st == HCC_NONE); i++) {
		b->p[i] ^= 0x10;
		fs_replace(t->dir, "archive/01.tar.zst", b->p, b->len, NULL);
		fs_sha256_mem(b->p, b->len, sum);
		from = json_put(jv_object(), "archives", json_put_str(jv_object(),
		    "01", sum));
		from = jv_array_append(jv_array(), from);
		evidence_open(t, from, &ev, &e);
		st = evidence_holds(ev, "metric: 0.81", refs, NULL, &e);
		told += st == HCC_NONE;
		evidence_close(ev);
		jv_free(from);
		b->p[i] ^= 0x10;
	}
	if (st == HCC_OK || st == HCC_NONE)
		return told;
	printf("# byte %zu: %s\n", i, e.text);
	return -1;
}

/* In a child that does not exit(3): libjq 1.6 leaks on broken JSON, which is
 * what a sanitized build would tell. */
static void
forgery(struct task *t)
{
	struct buf	 b = BUF_INIT;
	jv		 refs = jv_array_append(jv_array(),
			    jv_string("01/1.1/1:52-64"));
	int		 status = -1;
	pid_t		 pid;

	fs_read(t->dir, "archive/01.tar.zst", 0, &b, NULL);
	fflush(stdout);
	if ((pid = fork()) == 0)
		_exit(forge(t, refs, &b) > (long)b.len / 2 ? 0 : 1);
	OK("forged archives are detected or give what was packed", pid > 0 &&
	    waitpid(pid, &status, 0) == pid && status == 0);
	fs_publish(t->dir, "archive/01.tar.zst", b.p, b.len, NULL);
	jv_free(refs);
	buf_release(&b);
}

int
main(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct task	 t;

	if (mkdtemp(tmp) == NULL)
		return 1;
	parsing();
	in_text();
	put("task.md", "---\nmetric: auc\n---\nDescription.\n");
	make_phase();
	OK("the task opens", task_open(&t, tmp, "s1", &e) == HCC_OK);
	holds("l1", &t);
	archive(&t);
	holds("archive", &t);
	forgery(&t);
	damage(&t);
	task_close(&t);
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
