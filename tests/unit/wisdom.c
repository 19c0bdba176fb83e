/*
 * wisdom.c: L3 keeps what it was given, also in a crowd, and forgets for good.
 */
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/wait.h>

#include "base/mem.h"
#include "base/record.h"
#include "in_base.h"
#include "wisdom/credit.h"

static void
life(void)
{
	struct wis	*w = NULL;
	float		 v[3] = { 1, 2, 3 }, bad[3] = { 1, NAN, 0 };
	char		 id[65], full[65];
	bool		 added;
	size_t		 n;
	jv		 e;

	OK("a missing base is missing",
	    wis_open("none.db", WIS_READ, &w, &err) == HCC_MISSING);
	OK("a base is created in a directory that is absent",
	    wis_open("sub/dir/life.db", WIS_CREATE, &w, &err) ==
	    HCC_OK);
	OK("an entry is added",
	    wis_add(w, numbered(1), "test:1", v, 3, &added, id, &err) ==
	    HCC_OK && added);
	OK("an entry that is there is not added again",
	    wis_add(w, numbered(1), "test:1", v, 3, &added, NULL,
	    &err) == HCC_OK && !added);
	OK("a vector of another dimension is refused",
	    wis_add(w, numbered(2), "test:1", v, 2, NULL,
	    NULL, &err) == HCC_INPUT);
	OK("an entry whose vector is refused is not added",
	    wis_vectors_missing(w, "test:1", &n, &err) ==
	    HCC_OK && n == 0);
	OK("a vector that is not finite is refused",
	    wis_add(w, numbered(2), "test:1", bad, 3, NULL, NULL,
	    &err) == HCC_INPUT);
	id[8] = '\0';
	OK("an entry is found by a prefix of its id",
	    wis_get(w, id, &e, &err) == HCC_OK);
	IS_STR("an entry is read as it was added",
	    "task 1", json_str(e, "task", ""));
	IS_STR("an entry that was added has the origin local",
	    "local", json_str(e, "origin", ""));
	jv_free(e);
	OK("a prefix that is no id is refused",
	    wis_get(w, "xyz!", &e, &err) == HCC_INPUT);
	OK("an id that is absent is not found",
	    wis_get(w, "00000000", &e, &err) == HCC_NONE);
	OK("control characters of an added entry become question marks",
	    wis_add(w, jv_parse("{\"task\":\"a\","
	    "\"descriptor\":\"d\\r\\n\",\"text\":\"\\u001b[1mx\",\"tags\":"
	    "[\"\\u0007\",3,\"t\"]}"), NULL, NULL, 0, &added, full, &err) ==
	    HCC_OK && added && wis_get(w, full, &e, &err) == HCC_OK);
	IS_STR("the text of an entry has no control characters",
	    "?[1mx", json_str(e, "text", ""));
	IS_STR("the descriptor of an entry has no control characters",
	    "d?\n", json_str(e, "descriptor", ""));
	jv_free(e);
	OK("of two decisions in one second the later counts", wis_decide(w, id,
	    "demoted", "rule", &err) == HCC_OK && wis_decide(w, id,
	    "confirmed", "person", &err) == HCC_OK &&
	    wis_get(w, id, &e, &err) == HCC_OK);
	IS_STR("a confirmed entry has the status confirmed",
	    "confirmed", json_str(e, "status", ""));
	jv_free(e);
	OK("an entry cannot supersede itself",
	    wis_supersede(w, id, id, &err) == HCC_INPUT);
	wis_close(w);
}

/* A member of an entry as text. */
static const char *
member(struct wis *w, const char *id, const char *name)
{
	static struct buf	 b = BUF_INIT;
	jv			 e, v;

	buf_reset(&b);
	if (wis_get(w, id, &e, &err) == HCC_OK) {
		v = json_get(e, name);
		json_dump(&b, v);
		jv_free(v);
	}
	jv_free(e);
	return buf_str(&b);
}

static int
matching(struct wis *w, const float *v)
{
	jv	 m;

	if (wis_match(w, "test:1", v, 3, .5, 0, &m, &err) != HCC_OK)
		return -1;
	return jv_array_length(m);
}

static void
superseding(void)
{
	struct wis	*w = NULL;
	float		 v[3] = { 1, 2, 3 };
	char		 a[65], b[65], c[65], text[200];
	jv		 e = numbered(1);

	unlink("super.db");
	wis_open("super.db", WIS_CREATE, &w, &err);
	wis_add(w, json_put(e, "provenance", jv_parse("[{\"task\":\"old\"}]")),
	    "test:1", v, 3, NULL, a, &err);
	wis_add(w, numbered(2), "test:1", v, 3, NULL, b, &err);
	wis_add(w, json_put(numbered(3), "provenance", jv_parse("[{\"after\":["
	    "\"x\"]}]")), "test:1", v, 3, NULL, c, &err);
	OK("an entry is superseded", wis_supersede(w, a, b, &err) == HCC_OK);
	IS_STR("a superseded entry has the status superseded",
	    "\"superseded\"", member(w, a, "status"));
	IS_STR("the successor gains the provenance",
	    "[{\"task\":\"old\"}]", member(w, b, "provenance"));
	OK("a superseded entry does not match", matching(w, v) == 2);
	wis_supersede(w, a, b, &err);
	OK("superseding again adds nothing to the history",
	    strchr(strchr(member(w, a, "history"), '{') + 1,
	    '{') == NULL);
	wis_as_of(w, "2026-01-02T00:00:00Z");
	OK("a superseded entry matches at a time before", matching(w, v) == 3);
	IS_STR("an entry at an earlier time has its status of then",
	    "\"provisional\"",
	    member(w, a, "status"));
	wis_as_of(w, "2025-01-02T00:00:00Z");
	OK("an entry does not match at a time before it was made",
	    matching(w, v) == 0);
	wis_as_of(w, "");
	wis_include_inactive(w);
	OK("a superseded entry matches if inactive ones are asked for",
	    matching(w, v) == 3);
	snprintf(text, sizeof(text), "[{\"after\":[\"%s\"]}]", b);
	wis_add(w, json_put(numbered(3), "provenance", jv_parse(text)), NULL,
	    NULL, 0, NULL, c, &err);
	OK("an entry added again joins its provenance",
	    strstr(member(w, c, "provenance"),
	    b) != NULL && strstr(member(w, c, "provenance"), "\"x\""));
	OK("the successor is forgotten", wis_forget(w, b, &err) == HCC_OK);
	wis_close(w);
	wis_open("super.db", WIS_READ, &w, &err);
	OK("an entry whose successor was forgotten matches again",
	    matching(w, v) == 2);
	OK("a forgotten entry is not mentioned in provenance",
	    strstr(member(w, c, "provenance"), b)
	    == NULL);
	IS_STR("a forgotten entry is not mentioned in a history",
	    "[]", member(w, a, "history"));
	OK("an unknown embedder matches nothing",
	    wis_match(w, "other", v, 3, .5,
	    0, &e, &err) == HCC_OK && jv_array_length(jv_copy(e)) == 0);
	jv_free(e);
	wis_close(w);
}

/* The place is that of the evidence that is kept. */
#define CLAIM(c) "[{\"claim\":\"" c "\",\"verdict\":\"promising\"," \
	"\"evidence\":[\"01/1.1\"]}]"
static void
places(void)
{
	struct wis	*w = NULL;
	char		 id[65], name[80];
	size_t		 i;
	static const char *const put[][3] = {
	    { "/one", CLAIM("c"), "\"/one\"" },
	    { "/two", CLAIM("c"), "\"/two\"" },
	    { "/three", CLAIM("longer"), "\"/three\"" },
	    { "/four", "[]", "\"/three\"" },
	    { NULL, CLAIM("longer still"), "null" } };
	jv		 e;

	unlink("place.db");
	wis_open("place.db", WIS_CREATE, &w, &err);
	for (i = 0; i < sizeof(put) / sizeof(put[0]); i++) {
		e = json_put(numbered(1), "evidence", jv_parse(put[i][1]));
		if (put[i][0] != NULL)
			wis_add(w, json_put_str(e, "place", put[i][0]), NULL,
			    NULL, 0, NULL, id, &err);
		else
			wis_import(w, json_put_str(e, "place", "/five"), NULL,
			    NULL, &err);
		snprintf(name, sizeof(name), "entry %zu has the place of the "
		    "evidence that is kept", i + 1);
		IS_STR(name, put[i][2], member(w, id, "place"));
	}
	wis_close(w);
}

static bool
holds(const char *path, const char *word)
{
	struct buf	 b = BUF_INIT;
	bool		 yes;

	if (!fs_exists(AT_FDCWD, path))
		return false;
	fs_read(AT_FDCWD, path, 0, &b, &err);
	yes = memmem(buf_str(&b), b.len, word, strlen(word)) != NULL;
	buf_release(&b);
	return yes;
}

static void
forgetting(void)
{
	struct wis	*w = NULL;
	float		 v[3] = { 0.12345f, 2, 3 };
	char		 id[65], bytes[5] = "";
	bool		 added;
	struct buf	 found = BUF_INIT;

	unlink("forget.db");
	wis_open("forget.db", WIS_CREATE, &w, &err);
	for (int i = 100; i < 140; i++)
		wis_add(w, numbered(i), NULL, NULL, 0, NULL, NULL, &err);
	wis_add(w, jv_parse("{\"task\":\"t\",\"descriptor\":\"zebraquagga\","
	    "\"text\":\"x\"}"), "test:1", v, 3, NULL, id, &err);
	OK("an entry is found by a word",
	    wis_search(w, "Zebraquagga", collect, &found,
	    &err) == HCC_OK && found.len > 0);
	wis_close(w);
	memcpy(bytes, v, 4);
	OK("an entry is in the file of the base",
	    holds("forget.db", "zebraquagga") &&
	    holds("forget.db", bytes));
	wis_open("forget.db", WIS_WRITE, &w, &err);
	OK("an entry is forgotten", wis_forget(w, id, &err) == HCC_OK);
	wis_close(w);	/* killed before the purge: the next writer does it */
	wis_open("forget.db", WIS_WRITE, &w, &err);
	OK("a forgotten entry is in no file of the base",
	    !holds("forget.db", "zebraquagga") &&
	    !holds("forget.db-wal", "zebraquagga") &&
	    !holds("forget.db", bytes) && !holds("forget.db-wal", bytes));
	buf_reset(&found);
	OK("a forgotten entry is not found by a word",
	    wis_search(w, "zebraquagga", collect, &found, &err) ==
	    HCC_OK && found.len == 0);
	OK("an import does not bring a forgotten entry back",
	    wis_import(w, jv_parse("{\"task\":"
	    "\"t\",\"descriptor\":\"zebraquagga\",\"text\":\"x\"}"), &added,
	    NULL, &err) == HCC_OK && !added);
	OK("other entries are still found by a word",
	    wis_search(w, "number10*", collect, &found,
	    &err) == HCC_OK && found.len > 0);
	buf_release(&found);
	wis_close(w);
}

static enum hcc_status
embed(void *ctx, const char *const *texts, size_t count, float **out,
    size_t *dim, struct hcc_err *e)
{
	size_t	 i;

	if (*(int *)ctx < 0)
		return err_set(e, HCC_UNAVAILABLE, "no answer");
	*out = mem_zero(count, 2 * sizeof(**out));
	for (i = 0; i < count; i++) {
		(*out)[2 * i] = (float)strlen(texts[i]);
		(*out)[2 * i + 1] = texts[i][0] + (float)*(int *)ctx;
	}
	*dim = 2;
	return HCC_OK;
}

static void
rebuilding(void)
{
	struct wis	*w = NULL;
	int		 i, k = 0, broken = -1;
	size_t		 n;
	float		 q[2] = { 12, 'a' };
	jv		 m;

	unlink("rebuild.db");
	wis_open("rebuild.db", WIS_CREATE, &w, &err);
	for (i = 0; i < 600; i++)
		wis_import(w, numbered(i), NULL, NULL, &err);
	OK("entries without vectors are counted",
	    wis_vectors_missing(w, "e:1", &n, &err) ==
	    HCC_OK && n == 600);
	wis_embed_with(w, "e:1", embed, &k);
	OK("entries without vectors are embedded",
	    wis_rebuild(w, "e:1", false, embed, &k, &n, &err) ==
	    HCC_OK && n == 600);
	OK("embedded entries miss no vector",
	    wis_vectors_missing(w, "e:1", &n, &err) ==
	    HCC_OK && n == 0);
	OK("an embedder that does not answer is an error",
	    wis_rebuild(w, "e:1", true, embed,
	    &broken, NULL, &err) == HCC_UNAVAILABLE);
	OK("an embedder that does not answer changes nothing",
	    wis_vectors_missing(w, "e:1", &n, &err) ==
	    HCC_OK && n == 0);
	OK("all entries are embedded again, also by the same embedder",
	    wis_rebuild(w, "e:1", true, embed, &k, &n, &err) == HCC_OK &&
	    n == 600);
	OK("entries are embedded by a new version of the embedder",
	    wis_rebuild(w, "e:2", true, embed, &k, &n, &err)
	    == HCC_OK && n == 600);
	OK("vectors of the old version are deleted",
	    wis_vectors_missing(w, "e:1", &n, &err) ==
	    HCC_OK && n == 600);
	OK("entries match by vectors of the new version",
	    wis_match(w, "e:2", q, 2, .9, 7, &m, &err) == HCC_OK
	    && jv_array_length(jv_copy(m)) == 7);
	jv_free(m);
	wis_close(w);
}

/* A reader that takes no part notices who wrote meanwhile. */
/* Change a base behind the back of the library. */
static bool
damage(const char *path, const char *sql)
{
	sqlite3	*db = NULL;
	bool	 good = sqlite3_open(path, &db) == SQLITE_OK &&
		    sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;

	sqlite3_close(db);
	return good;
}

static void
damaged(void)
{
	static const char *const sql[] = {
	    "UPDATE codes SET data = zeroblob(7)",
	    "UPDATE vectors SET data = x'00'",
	    "UPDATE vectors SET data = x'0000c07f0000c07f0000c07f'",
	    "DELETE FROM vectors" };
	struct wis	*w = NULL;
	float		 v[3] = { 1, 2, 3 };
	char		 name[100];
	jv		 m;
	size_t		 i;

	for (i = 0; i < sizeof(sql) / sizeof(sql[0]); i++) {
		unlink("damaged.db");
		wis_open("damaged.db", WIS_CREATE, &w, &err);
		wis_add(w, numbered(1), "test:1", v, 3, NULL, NULL, &err);
		wis_close(w);
		snprintf(name, sizeof(name), "%s: rebuild is asked for",
		    sql[i]);
		OK(name, damage("damaged.db", sql[i]) && wis_open(
		    "damaged.db", WIS_READ, &w, &err) == HCC_OK &&
		    wis_match(w, "test:1", v, 3, 0, 0, &m, &err) ==
		    HCC_INPUT && strstr(err.text, "rebuild") != NULL);
		jv_free(m);
		wis_close(w);
	}
}

/* promote.lua says that `which` of two near duplicates stands; a person has
 * confirmed one of them, and the status of one is looked at. */
static void
near_duplicates(const char *name, const char *which, bool confirm_new,
    bool look_new, const char *want)
{
	struct wis	*w = NULL;
	struct script	*policy = NULL;
	float		 v[3] = { 1, 2, 3 };
	char		 old[65], new[65], text[80];

	snprintf(text, sizeof(text),
	    "return { resolve_duplicate = function() return '%s' end }", which);
	unlink("same.db");
	wis_open("same.db", WIS_CREATE, &w, &err);
	wis_add(w, numbered(1), "test:1", v, 3, NULL, old, &err);
	wis_add(w, numbered(2), "test:1", v, 3, NULL, new, &err);
	wis_decide(w, confirm_new ? new : old, "confirmed", "person", &err);
	fs_publish(AT_FDCWD, "promote.lua", text, strlen(text), &err);
	OK(name, script_open(&policy, "promote.lua", NULL, &err) == HCC_OK &&
	    supersede_similar(w, new, "test:1", v, 3, policy, &err) == HCC_OK);
	IS_STR(name, want, member(w, look_new ? new : old, "status"));
	script_close(policy);
	wis_close(w);
}

static void
decided_entries_stay(void)
{
	near_duplicates("a newer duplicate does not supersede what a person "
	    "confirmed", "new", false, false, "\"confirmed\"");
	near_duplicates("an older duplicate does not supersede what a person "
	    "confirmed", "old", true, true, "\"confirmed\"");
	near_duplicates("a newer duplicate supersedes what nobody decided",
	    "new", true, false, "\"superseded\"");
}

static void
files(void)
{
	struct wis	*w = NULL;
	int		 fd;

	fd = open("text.db", O_WRONLY | O_CREAT | O_TRUNC, 0600);
	OK("a file that is no base is written",
	    fs_write(fd, "this is not a database at all, is it?\n"
	    "this is not a database at all, is it?\n", 76) == 0);
	close(fd);
	OK("a file that is no base is refused",
	    wis_open("text.db", WIS_CREATE, &w, &err) ==
	    HCC_INPUT && w == NULL);
	OK("a file that is no base is refused for reading",
	    wis_open("text.db", WIS_READ, &w, &err) ==
	    HCC_INPUT);
	OK("a name like a URI is a file",
	    wis_open("file:x?mode=memory", WIS_CREATE, &w,
	    &err) == HCC_OK && access("file:x?mode=memory", F_OK) == 0);
	wis_close(w);
}

/* Four processes write at once; nobody is refused and nothing is lost. */
static void
crowd(void)
{
	struct wis	*w = NULL;
	float		 v[2] = { 1, 1 };
	int		 i, k, status, bad = 0;
	size_t		 n;

	unlink("crowd.db");
	fflush(stdout);
	for (i = 0; i < 4; i++) {
		if (fork() != 0)
			continue;
		if (wis_open("crowd.db", WIS_CREATE, &w, &err) != HCC_OK)
			_exit(1);
		for (k = 0; k < 10; k++)
			if (wis_add(w, numbered(i * 10 + k), "test:1", v, 2,
			    NULL, NULL, &err) != HCC_OK)
				_exit(2);
		wis_close(w);
		_exit(0);
	}
	while (wait(&status) > 0)
		bad += status != 0;
	IS_NUM("concurrent writers end without an error", 0, bad, 0);
	wis_open("crowd.db", WIS_READ, &w, &err);
	OK("concurrent writers lose no entry",
	    wis_vectors_missing(w, "none", &n, &err) ==
	    HCC_OK && n == 40);
	OK("a base opened for reading cannot be written",
	    wis_add(w, numbered(99), NULL, NULL, 0,
	    NULL, NULL, &err) == HCC_PERMISSION);
	wis_close(w);
}

/* What is shown here has a place in a full set of gains, and counts once. */
static void
full_of_gains(void)
{
	static const char	 shown[] = "{\"outcome\":\"win\",\"gain\":1,"
	    "\"comparison\":\"%064d\"}";
	struct wis		*w = NULL;
	jv			 gains = jv_array(), e;
	char			 id[65], text[200];
	bool			 counted[2];
	int			 i;

	for (i = 0; i < 64; i++) {
		snprintf(text, sizeof(text), "{\"id\":\"%064d\",\"gain\":-1}",
		    i);
		gains = jv_array_append(gains, jv_parse(text));
	}
	unlink("full.db");
	wis_open("full.db", WIS_CREATE, &w, &err);
	wis_add(w, json_put(numbered(1), "gains", gains), NULL, NULL, 0, NULL,
	    id, &err);
	e = jv_array_append(jv_array(), jv_string(id));
	for (i = 0; i < 2; i++) {
		snprintf(text, sizeof(text), "{\"uid\":\"u%d\",\"task\":\"t\","
		    "\"place\":\"/t\",\"at\":\"2026-01-01T00:00:00Z\"}", i);
		wis_record_shown(w, jv_parse(text), e, &err);
		snprintf(text, sizeof(text), shown, 99);
		wis_credit(w, id, i == 0 ? "u0" : "u1", jv_parse(text),
		    &counted[i], &err);
	}
	jv_free(e);
	OK("both uses count", counted[0] && counted[1]);
	IS_STR("the same comparison is one win", "1", member(w, id, "wins"));
	OK("a full set has a gain that is shown here",
	    strstr(member(w, id, "gains"), "\"gain\":1,") != NULL);
	wis_close(w);
}

int
main(void)
{
	static void (*const tests[])(void) = { life, superseding,
	    full_of_gains, places, forgetting, rebuilding, damaged,
	    decided_entries_stay, files, crowd };

	return in_directory(tests, sizeof(tests) / sizeof(tests[0]));
}
