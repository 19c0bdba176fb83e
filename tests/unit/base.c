/* base.c: arrays, tables and UTF-8. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "tap.h"

static void
arrays(void)
{
	int	*v = NULL, status = 0;
	size_t	 cap = 0, i;
	pid_t	 pid;

	for (i = 0; i < 1000; i++) {
		grow(&v, &cap, i + 1, sizeof(*v));
		v[i] = (int)i;
	}
	OK("an array grows to what is asked", cap >= 1000);
	OK("an array keeps its elements", v[0] == 0 && v[999] == 999);
	fflush(stdout);
	if ((pid = fork()) == 0) {
		dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
		grow(&v, &cap, (size_t)-1, sizeof(*v));
		_exit(0);
	}
	OK("an array that grows past the memory ends the process with the "
	    "status of an internal error", waitpid(pid, &status, 0) == pid &&
	    WIFEXITED(status) && WEXITSTATUS(status) == 70);
	free(v);
}

static void
tables(void)
{
	struct hash		 t = HASH_INIT;
	struct hash_slot	*s;
	static char		 keys[2000][8];
	bool			 added, good = true;
	size_t			 i;

	OK("an empty table has no keys", hash_get(&t, "a", 1) == NULL);
	for (i = 0; i < 2000; i++) {
		snprintf(keys[i], sizeof(keys[i]), "%zu", i);
		s = hash_put(&t, keys[i], strlen(keys[i]), i, &added);
		good = good && s != NULL && added;
	}
	OK("new keys are added", good && t.n == 2000);
	for (i = 0; i < 2000; i++) {
		s = hash_get(&t, keys[i], strlen(keys[i]));
		good = good && s != NULL && s->value == i;
	}
	OK("each key has its value", good);
	s = hash_put(&t, "7", 1, 99, &added);
	OK("a key that is there keeps its value", !added && s->value == 7);
	OK("a prefix is another key", hash_get(&t, "1999", 3)->value == 199);
	OK("an absent key is not found", hash_get(&t, "x", 1) == NULL);
	OK("a key may hold zero bytes", hash_put(&t, "\0a", 2, 5, &added) &&
	    added && hash_get(&t, "\0b", 2) == NULL);
	hash_release(&t);
}

static int
by_value(const void *a, const void *b)
{
	uint64_t	 x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* Rows are told apart by the hash of their id alone. */
static void
hashes(void)
{
	static uint64_t	 h[300000];
	size_t		 i, n = sizeof(h) / sizeof(h[0]), twice = 0;
	char		 id[16];

	for (i = 0; i < n; i++)
		h[i] = hash_bytes(id, (size_t)snprintf(id, sizeof(id), "%zu",
		    i));
	qsort(h, n, sizeof(h[0]), by_value);
	for (i = 1; i < n; i++)
		twice += h[i] == h[i - 1];
	OK("numbers of all lengths have hashes of their own", twice == 0);
}

static void
characters(void)
{
	static const uint32_t	 points[] = { 0x24, 0x7f, 0x80, 0x7ff, 0x800,
	    0xffff, 0x10000, 0x10ffff };
	const char		*euro = "a\xe2\x82\xac" "b";
	char			 s[4];
	uint32_t		 c;
	size_t			 i, n;
	bool			 good = true;

	for (i = 0; i < sizeof(points) / sizeof(points[0]); i++) {
		n = utf8_encode(points[i], s);
		good = good && utf8_char(s, n, &c) == n && c == points[i];
	}
	OK("what is encoded is decoded", good);
	OK("a text that is short enough is not cut", utf8_cut(euro, 5, 9) == 5);
	OK("a text is cut behind a character", utf8_cut(euro, 5, 4) == 4);
	OK("a text is not cut within a character", utf8_cut(euro, 5, 3) == 1 &&
	    utf8_cut(euro, 5, 2) == 1);
	OK("bytes that begin no character are cut to nothing",
	    utf8_cut("\x80\x80\x80", 3, 2) == 0);
	OK("a surrogate is no character", !utf8_valid("\xed\xa0\x80", 3));
	OK("a character that is too long is none", !utf8_valid("\xc0\x80", 2));
	OK("a character above the last plane is none",
	    !utf8_valid("\xf4\x90\x80\x80", 4));
}

int
main(void)
{
	arrays();
	tables();
	hashes();
	characters();
	return tap_done();
}
