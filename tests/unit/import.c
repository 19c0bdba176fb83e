/* import.c: L3 joins in any order, and takes no line that is wrong. */
#include <fcntl.h>
#include <string.h>

#include "in_base.h"

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
		if (wis_import(w, jv_parse(lines[order[i]]), NULL, NULL,
		    &err) != HCC_OK)
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

int
main(void)
{
	static void (*const tests[])(void) = { commute, bad_lines };

	return in_directory(tests, sizeof(tests) / sizeof(tests[0]));
}
