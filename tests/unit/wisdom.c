/*
 * wisdom.c: L3 keeps what it was given, finds exactly what a brute force
 * finds, joins in any order and forgets for good.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include <sqlite3.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/record.h"
#include "tap.h"
#include "wisdom/credit.h"
#include "wisdom/wisdom.h"

static struct hcc_err	 err;

static uint32_t
draw(uint32_t *s)
{
	*s = *s * 1664525u + 1013904223u;
	return *s >> 8;
}

static jv
parse(const char *s)
{
	return jv_parse(s);
}

static jv
numbered(int i)
{
	char	 s[300];

	snprintf(s, sizeof(s), "{\"task\":\"task %d\",\"descriptor\":\"about "
	    "number%d\",\"text\":\"wisdom of number%d\",\"tags\":[\"t\"],"
	    "\"created\":\"2026-01-01T00:00:%02dZ\"}", i, i, i, i % 60);
	return parse(s);
}

/* A unit vector around one of 20 centres; sparse ones touch few places. */
static void
vector(float *v, size_t dim, bool sparse, uint32_t *seed)
{
	uint32_t	 centre = draw(seed) % 20 + 1;
	size_t		 i;

	memset(v, 0, dim * sizeof(*v));
	for (i = 0; i < dim; i++) {
		if (sparse && draw(&centre) % 4 != 0)
			continue;
		v[i] = (float)(draw(&centre) / 8388608.0 - 1) +
		    0.7f * (float)(draw(seed) / 8388608.0 - 1);
	}
}

static double
cosine(const float *a, const float *b, size_t dim)
{
	double	 ab = 0, aa = 0, bb = 0;
	size_t	 i;

	for (i = 0; i < dim; i++) {
		ab += (double)a[i] * b[i];
		aa += (double)a[i] * a[i];
		bb += (double)b[i] * b[i];
	}
	return aa > 0 && bb > 0 ? ab / sqrt(aa * bb) : -2;
}

static int
descending(const void *a, const void *b)
{
	double	 x = *(const double *)a, y = *(const double *)b;

	return x < y ? 1 : x > y ? -1 : 0;
}

/* Similarities of the matches against those of the brute force. */
static bool
same_matches(struct wis *w, const float *all, size_t n, const bool *gone,
    size_t dim, const float *q, double delta, size_t cap)
{
	double	*want = calloc(n, sizeof(*want)), got;
	size_t	 i, k = 0;
	bool	 good;
	jv	 m, one;

	for (i = 0; i < n; i++)
		if (!gone[i] && cosine(all + i * dim, q, dim) > delta)
			want[k++] = cosine(all + i * dim, q, dim);
	qsort(want, k, sizeof(*want), descending);
	if (cap > 0 && k > cap)
		k = cap;
	good = wis_match(w, "test:1", q, dim, delta, cap, &m, &err) == HCC_OK &&
	    (size_t)jv_array_length(jv_copy(m)) == k;
	for (i = 0; good && i < k; i++) {
		one = jv_array_get(jv_copy(m), (int)i);
		got = json_num(one, "similarity", -2);
		good = fabs(got - want[i]) < 1e-12 && got <= 1;
		jv_free(one);
	}
	if (!good)
		printf("# wanted %zu matches above %g, got %d: %s\n", k, delta,
		    jv_array_length(jv_copy(m)), err.text);
	jv_free(m);
	free(want);
	return good;
}

static bool
ask_many(struct wis *w, const float *all, size_t n, const bool *gone,
    size_t dim, bool sparse, uint32_t *seed)
{
	static const double	 deltas[] = { -1, 0, .3, .7, .9, .99 };
	static const size_t	 caps[] = { 0, 1, 10, 100, 100000 };
	float			*q = malloc(dim * sizeof(*q));
	bool			 good = true;
	size_t			 i, k;

	for (i = 0; i < 6; i++)
		for (k = 0; k < 5; k++) {
			if (draw(seed) % 3 == 0)
				memcpy(q, all + draw(seed) % n * dim,
				    dim * sizeof(*q));
			else
				vector(q, dim, sparse, seed);
			good = good && same_matches(w, all, n, gone, dim, q,
			    deltas[i], caps[k]);
		}
	free(q);
	return good;
}

/* A cosine equal to delta is not greater: with the i-th similarity as delta
 * just the i better ones match. */
static bool
strictly(struct wis *w, const float *q, size_t dim)
{
	bool	 good;
	double	 last = 2, delta;
	int	 i, n, found;
	jv	 m, one;

	good = wis_match(w, "test:1", q, dim, -1, 0, &m, &err) == HCC_OK;
	n = jv_array_length(jv_copy(m));
	for (i = 0; good && i < n; i += 1 + n / 20) {
		one = jv_array_get(jv_copy(m), i);
		delta = json_num(one, "similarity", -2);
		jv_free(one);
		if (delta == last)
			continue;
		last = delta;
		wis_match(w, "test:1", q, dim, delta, 0, &one, &err);
		found = jv_array_length(one);
		if (!(good = found == i || delta == 1))
			printf("# %d matches above the %d-th\n", found, i);
	}
	jv_free(m);
	return good && n > 0;
}

static void
exact(const char *name, size_t n, size_t dim, bool sparse)
{
	float		*all = malloc(n * dim * sizeof(*all));
	bool		*gone = calloc(n, 1);
	char		 (*id)[65] = malloc(n * sizeof(*id)), label[99];
	struct wis	*w = NULL;
	uint32_t	 seed = (uint32_t)(n + dim);
	bool		 good;
	size_t		 i;

	unlink("exact.db");
	good = wis_open("exact.db", WIS_CREATE, &w, &err) == HCC_OK &&
	    wis_begin(w, &err) == HCC_OK;
	for (i = 0; good && i < n; i++) {
		vector(all + i * dim, dim, sparse, &seed);
		if (i == 7)	/* the length of a vector says nothing */
			for (size_t j = 0; j < dim; j++)
				all[i * dim + j] *= 1000;
		if (i == 8)
			memset(all + i * dim, 0, dim * sizeof(*all));
		gone[i] = i == 8;
		good = wis_add(w, numbered((int)i), "test:1", all + i * dim,
		    dim, NULL, id[i], &err) == HCC_OK;
	}
	good = good && wis_commit(w, &err) == HCC_OK;
	OK(name, good && ask_many(w, all, n, gone, dim, sparse, &seed));
	snprintf(label, sizeof(label), "%s, strictly above delta", name);
	OK(label, strictly(w, all, dim));
	for (i = 0; good && i < n; i += 1 + draw(&seed) % 60) {
		gone[i] = true;
		good = i % 3 == 0 ? wis_forget(w, id[i], &err) == HCC_OK :
		    wis_decide(w, id[i], "demoted", "person",
		    &err) == HCC_OK;
	}
	snprintf(label, sizeof(label), "%s, some forgotten or demoted", name);
	OK(label, good && ask_many(w, all, n, gone, dim, sparse, &seed));
	good = good && wis_purge(w, &err) == HCC_OK;
	snprintf(label, sizeof(label), "%s, after the purge", name);
	OK(label, good && ask_many(w, all, n, gone, dim, sparse, &seed));
	wis_close(w);
	free(all);
	free(gone);
	free(id);
}

static enum hcc_status
collect(void *ctx, jv entry, struct hcc_err *e)
{
	struct buf	*b = ctx;

	(void)e;
	json_dump(b, entry);
	buf_addc(b, '\n');
	jv_free(entry);
	return HCC_OK;
}

/* Import these lines in the given order; the export. */
static char *
after_imports(const char *const *lines, const int *order, int n)
{
	struct buf	 b = BUF_INIT;
	struct wis	*w = NULL;
	int		 i;

	unlink("join.db");
	if (wis_open("join.db", WIS_CREATE, &w, &err) != HCC_OK)
		return NULL;
	for (i = 0; i < n; i++)
		if (wis_import(w, parse(lines[order[i]]), NULL, NULL, &err) !=
		    HCC_OK)
			printf("# %s\n", err.text);
	wis_export(w, collect, &b, &err);
	wis_close(w);
	return buf_detach(&b);
}

static void
commute(void)
{
#define A "{\"task\":\"a\",\"descriptor\":\"d\",\"text\":\"x\","
	static const char *const lines[] = {
	    A "\"created\":\"2026-01-01T00:00:00Z\",\"trials\":3,\"wins\":1,"
	    "\"history\":[{\"at\":\"2026-02-01T00:00:00Z\",\"by\":\"person\","
	    "\"status\":\"confirmed\"}]}",
	    A "\"created\":\"2025-01-01T00:00:00Z\",\"trials\":2,\"harms\":2,"
	    "\"evidence\":[{\"claim\":\"c\",\"verdict\":\"promising\","
	    "\"evidence\":[\"01/1.1\"]}],\"provenance\":[{\"b\":1},{}]}",
	    A "\"created\":\"2027-01-01T00:00:00Z\",\"history\":[{\"at\":"
	    "\"2026-01-01T00:00:00Z\",\"by\":\"person\",\"status\":"
	    "\"demoted\"}],\"provenance\":[{\"a\":1}]}",
	    "{\"task\":\"b\",\"descriptor\":\"d\",\"text\":\"y\",\"created\":"
	    "\"2026-01-01T00:00:00Z\",\"tags\":[\"q\",\"p\",\"q\"]}" };
	static const int orders[][6] = { { 0, 1, 2, 3, 3, 0 },
	    { 3, 2, 1, 0, 1, 2 }, { 1, 3, 0, 2, 2, 2 }, { 2, 0, 1, 3, 0, 1 } };
	char	*first = after_imports(lines, orders[0], 6), *other;
	size_t	 i;

	for (i = 1; i < 4; i++) {
		other = after_imports(lines, orders[i], 6);
		IS_STR("imports commute", first, other);
		free(other);
	}
	OK("imports keep the later decision",
	    strstr(first, "\"confirmed\"") != NULL);
	OK("imports keep the highest counts",
	    strstr(first, "\"harms\":2") != NULL &&
	    strstr(first, "\"trials\":3") != NULL);
	OK("imports keep the earliest time",
	    strstr(first, "2025-01-01") != NULL);
	OK("imports join provenance as a set",
	    strstr(first, "[{\"a\":1},{\"b\":1}]") !=
	    NULL);
	OK("imports join history as a set",
	    strstr(first, "{\"at\":\"2026-01-01T00:00:00Z\","
	    "\"by\":\"person\",\"status\":\"demoted\"},{\"at\":") != NULL);
	OK("imports join tags as a set",
	    strstr(first, "[\"p\",\"q\"]") != NULL);
	free(first);
}

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
	    wis_add(w, parse("{\"task\":\"a\","
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
	wis_add(w, json_put(e, "provenance", parse("[{\"task\":\"old\"}]")),
	    "test:1", v, 3, NULL, a, &err);
	wis_add(w, numbered(2), "test:1", v, 3, NULL, b, &err);
	wis_add(w, json_put(numbered(3), "provenance", parse("[{\"after\":["
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
	wis_add(w, json_put(numbered(3), "provenance", parse(text)), NULL, NULL,
	    0, NULL, c, &err);
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
		e = json_put(numbered(1), "evidence", parse(put[i][1]));
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
	wis_add(w, parse("{\"task\":\"t\",\"descriptor\":\"zebraquagga\","
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
	    wis_import(w, parse("{\"task\":"
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
refused(const char *name, const char *line)
{
	struct wis	*w = NULL;

	wis_open("refused.db", WIS_CREATE, &w, &err);
	if (OK(name, wis_import_line(w, line, strlen(line), NULL, NULL,
	    &err) == HCC_INPUT))
		printf("# %s\n", err.text);
	wis_close(w);
}

static void
bad_lines(void)
{
#define GOOD "\"task\":\"a\",\"descriptor\":\"d\",\"text\":\"x\""
	static char	 deep[5000];

	refused("a line that is not JSON is refused", "{");
	refused("a line that is no object is refused", "[1]");
	refused("an entry without text is refused",
	    "{\"task\":\"a\",\"descriptor\":\"d\"}");
	refused("an entry with an empty text is refused",
	    "{\"task\":\"a\",\"descriptor\":\"d\",\"text\":\" \\n\"}");
	refused("an entry with an escape sequence is refused",
	    "{\"task\":\"a\",\"descriptor\":\"d\",\"text\":\"\\u001b[31m\"}");
	refused("an entry with a NUL is refused",
	    "{\"task\":\"a\\u0000b\",\"descriptor\":\"d\",\"text\":\"x\"}");
	refused("an entry with a bidi override is refused",
	    "{\"task\":\"\\u202e\",\"descriptor\":\"d\",\"text\":\"x\"}");
	refused("an entry that is not UTF-8 is refused",
	    "{\"task\":\"\xff\",\"descriptor\":\"d\",\"text\":\"x\"}");
	refused("an entry with a wrong id is refused",
	    "{" GOOD ",\"id\":\"0000000000000000000000000000"
	    "000000000000000000000000000000000000\"}");
	refused("an entry with an id that is not hexadecimal is refused",
	    "{" GOOD ",\"id\":\""
	    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
	    "\"}");
	refused("an entry with an infinite score is refused",
	    "{" GOOD ",\"score\":1e999}");
	refused("an entry with a score of NaN is refused",
	    "{" GOOD ",\"score\":nan}");
	refused("an entry with too many trials is refused",
	    "{" GOOD ",\"trials\":1e300}");
	memset(deep, '[', sizeof(deep) - 1);
	memcpy(deep, "{" GOOD ",\"evidence\":", strlen("{" GOOD
	    ",\"evidence\":"));
	refused("an entry of 5000 levels is refused", deep);
	refused("an entry with half a trial is refused",
	    "{" GOOD ",\"trials\":0.5}");
	refused("an entry made on a day that does not exist is refused",
	    "{" GOOD
	    ",\"created\":\"2026-02-30T00:00:00Z\"}");
	refused("an entry with tags of objects is refused",
	    "{" GOOD ",\"tags\":[{}]}");
	refused("an entry with a history of strings is refused",
	    "{" GOOD ",\"history\":[\"x\"]}");
	refused("a decision without a time is refused",
	    "{" GOOD ",\"history\":[{"
	    "\"status\":\"demoted\",\"by\":\"task\"}]}");
	refused("a decision without an author is refused",
	    "{" GOOD ",\"history\":[{\"at\":"
	    "\"2026-01-01T00:00:00Z\",\"status\":\"demoted\"}]}");
	refused("a supersession without a successor is refused",
	    "{" GOOD ",\"history\":[{\"at\":"
	    "\"2026-01-01T00:00:00Z\",\"status\":\"superseded\",\"by\":"
	    "\"task\"}]}");
	refused("a time of 9999 is refused", "{" GOOD
	    ",\"created\":\"9999-01-01T00:00:00Z\"}");
	refused("an entry with a provenance of strings is refused",
	    "{" GOOD ",\"provenance\":[\"x\"]}");
	refused("an entry with evidence that is a string is refused",
	    "{" GOOD ",\"evidence\":\"e\"}");
	refused("an entry with C1 controls in its evidence is refused",
	    "{" GOOD ",\"evidence\":[\"\\u009b\"]}");
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
		gains = jv_array_append(gains, parse(text));
	}
	unlink("full.db");
	wis_open("full.db", WIS_CREATE, &w, &err);
	wis_add(w, json_put(numbered(1), "gains", gains), NULL, NULL, 0, NULL,
	    id, &err);
	e = jv_array_append(jv_array(), jv_string(id));
	for (i = 0; i < 2; i++) {
		snprintf(text, sizeof(text), "{\"uid\":\"u%d\",\"task\":\"t\","
		    "\"place\":\"/t\",\"at\":\"2026-01-01T00:00:00Z\"}", i);
		wis_record_shown(w, parse(text), e, &err);
		snprintf(text, sizeof(text), shown, 99);
		wis_credit(w, id, i == 0 ? "u0" : "u1", parse(text),
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
	char	 dir[] = "/tmp/hcc-unit.XXXXXX";

	if (mkdtemp(dir) == NULL || chdir(dir) != 0)
		return 1;
	life();
	superseding();
	full_of_gains();
	places();
	forgetting();
	rebuilding();
	damaged();
	decided_entries_stay();
	commute();
	bad_lines();
	files();
	crowd();
	exact("matches are exact in a small base", 50, 384, false);
	exact("matches are exact in several rows of codes", 400, 384, false);
	exact("matches are exact in an odd dimension", 450, 301, false);
	exact("matches are exact for sparse vectors", 200, 1000, true);
	exact("matches are exact in the largest dimension",
	    12, WIS_MAX_DIM, false);
	OK("the directory of the test is removed", chdir("/") == 0 &&
	    fs_remove(AT_FDCWD, dir, &err) == HCC_OK);
	return tap_done();
}
