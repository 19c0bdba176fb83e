/* lib.c: buffers, files, JSON, front matter, times and similarity. */
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/similar.h"
#include "base/utf8.h"
#include "base/yaml.h"
#include "tap.h"
#include "task/task.h"

static void
buffers(void)
{
	struct buf	 b = BUF_INIT;
	char		 long_text[1000], *p;

	IS_STR("an empty buffer is an empty string", "", buf_str(&b));
	buf_addf(&b, "%d-%s", 7, "x");
	buf_addc(&b, '!');
	IS_STR("additions", "7-x!", buf_str(&b));
	memset(long_text, 'a', 999);
	long_text[999] = '\0';
	buf_reset(&b);
	buf_addf(&b, "%s|", long_text);
	OK("a long format grows it", b.len == 1000 && b.p[999] == '|');
	p = buf_detach(&b);
	OK("detached: the buffer is as new", p != NULL && b.p == NULL);
	free(p);
	OK("an absurd size fails", buf_reserve(&b, (size_t)-1) == NULL);
	OK("and is remembered", !buf_ok(&b));
	buf_release(&b);
}

/* d/d/d/.., `n` deep, longer than any path may be. */
static bool
chain(int dir, int n)
{
	int	 fd = dup(dir), sub, i;

	for (i = 0; i < n && fd != -1; i++) {
		sub = mkdirat(fd, "d", 0700) == -1 ? -1 :
		    openat(fd, "d", O_RDONLY | O_DIRECTORY);
		close(fd);
		fd = sub;
	}
	return fd != -1 && close(fd) == 0;
}

static void
files(int dir)
{
	struct buf	 b = BUF_INIT;
	struct hcc_err	 e = HCC_ERR_INIT;
	char		**names, sum[65];
	size_t		 n;
	int		 fd;

	OK("publish", fs_publish(dir, "a", "one", 3, &e) == HCC_OK);
	OK("publish again replaces", fs_publish(dir, "a", "two", 3, &e) ==
	    HCC_OK);
	fs_read(dir, "a", 0, &b, &e);
	IS_STR("the new content", "two", buf_str(&b));
	buf_reset(&b);
	OK("too large is refused", fs_read(dir, "a", 2, &b, &e) == HCC_INPUT);
	OK("an absent file is missing", fs_read(dir, "nope", 0, &b, &e) ==
	    HCC_MISSING);
	IS_STR("and the message names it",
	    "open 'nope': No such file or directory", e.text);
	fs_append_line(dir, "log", "x", 1, &e);
	fd = openat(dir, "log", O_WRONLY | O_APPEND);
	OK("a torn line", write(fd, "torn", 4) == 4);
	close(fd);
	fs_append_line(dir, "log", "y", 1, &e);
	buf_reset(&b);
	fs_read(dir, "log", 0, &b, &e);
	IS_STR("is closed by the next append", "x\ntorn\ny\n", buf_str(&b));
	fs_sha256(dir, "a", sum, &e);
	IS_STR("sha256 of a file", "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41"
	    "cc1d7d3d376b0dbe685e2f3", sum);
	OK("directories", fs_mkdirs(dir, "d/e/f", &e) == HCC_OK);
	OK("a link to elsewhere", symlinkat("..", dir, "d/up") == 0);
	OK("copy", fs_copy(dir, "a", dir, "d/b", &e) == HCC_OK);
	OK("a link is not copied", fs_copy(dir, "d/up", dir, "c", &e) !=
	    HCC_OK);
	fs_names(dir, "d", &names, &n, &e);
	OK("names are sorted", n == 3 && strcmp(names[0], "b") == 0 &&
	    strcmp(names[2], "up") == 0);
	fs_names_free(names, n);
	OK("a tree is removed", fs_remove(dir, "d", &e) == HCC_OK &&
	    !fs_exists(dir, "d"));
	OK("but not what its links lead to", fs_exists(dir, "a"));
	OK("removing nothing is fine", fs_remove(dir, "d", &e) == HCC_OK);
	OK("a chain of 3000 directories is removed", chain(dir, 3000) &&
	    fs_remove(dir, "d", &e) == HCC_OK && !fs_exists(dir, "d"));
	OK("a FIFO is neither copied nor read nor waited for",
	    mkfifoat(dir, "fifo", 0600) == 0 &&
	    fs_copy(dir, "fifo", dir, "c", &e) == HCC_INPUT &&
	    fs_sha256(dir, "fifo", sum, &e) == HCC_INPUT);
	buf_release(&b);
}

static void
escapes(void)
{
	static const char	*names[] = { "plain", "a\\b", "\xff\xfe", "\\xff",
				    "end\\", "\xc3\xa4\xc3", "\\x4" };
	struct buf		 b = BUF_INIT;
	char			 back[64];
	size_t			 i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		buf_reset(&b);
		utf8_escape(&b, names[i]);
		OK("an escaped path is UTF-8", utf8_valid(buf_str(&b), b.len));
		utf8_unescape(back, buf_str(&b));
		IS_STR("and comes back", names[i], back);
	}
	utf8_unescape(back, "a\\x4");
	IS_STR("half an escape is none", "a\\x4", back);
	buf_release(&b);
}

static jv
front(const char *text, enum hcc_status want, const char *name)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	size_t		 body;
	jv		 meta;

	OK(name, yaml_front(text, strlen(text), "f.md", &meta, &body, &e) ==
	    want);
	if (want != HCC_OK && strstr(e.text, "f.md") == NULL)
		OK("the message names the file", false);
	return meta;
}

static void
yaml(void)
{
	struct buf	 b = BUF_INIT;
	jv		 m, back;

	m = front("---\nid: 007\nx: 1.5\ny: [1, two, true]\nz: ~\n"
	    "s: \"5\"\n---\nbody", HCC_OK, "front matter");
	IS_STR("leading zeros stay", "007", json_str(m, "id", "?"));
	IS_NUM("numbers", 1.5, json_num(m, "x", 0), 0);
	IS_STR("a quoted number is a string", "5", json_str(m, "s", "?"));
	jv_free(m);
	jv_free(front("---\na: 1\n", HCC_INPUT, "an unclosed block"));
	jv_free(front("---\na: &x [1]\nb: *x\n---\n", HCC_INPUT, "aliases"));
	jv_free(front("---\n- 1\n---\n", HCC_INPUT, "a list"));
	jv_free(front("---\na: [1\n---\n", HCC_INPUT, "a torn list"));
	jv_free(front("no front matter", HCC_OK, "none at all"));
	m = json_put_str(jv_object(), "k", "yes\n---\nevil: 1");
	m = json_put_str(m, "b: c", "#");
	m = json_put_str(m, "n", "1e3");
	yaml_emit(&b, m, NULL);
	back = front(buf_str(&b), HCC_OK, "what is written can be read");
	OK("and is the same", jv_equal(jv_copy(m), jv_copy(back)));
	jv_free(back);
	jv_free(m);
	buf_release(&b);
}

static void
json(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct buf	 b = BUF_INIT;
	jv		 v;

	v = json_put_num(json_put_num(jv_object(), "b", 0.1), "a", NAN);
	v = json_put(v, "c", jv_invalid());
	json_dump(&b, v);
	IS_STR("NaN and invalid are null, keys sorted",
	    "{\"a\":null,\"b\":0.1,\"c\":null}", buf_str(&b));
	jv_free(v);
	v = json_parse("{\"a\":", 5, "in", 3, &e);
	OK("broken text is invalid", !jv_is_valid(v));
	OK("and named with its line", strstr(e.text, "'in' line 3") != NULL);
	jv_free(v);
	v = jv_string("not an object");
	IS_STR("a member of no object is the default", "d",
	    json_str(v, "k", "d"));
	jv_free(v);
	buf_release(&b);
}

static void
units(void)
{
	char	 s[40];

	IS_NUM("seconds", 90, parse_seconds("90"), 0);
	IS_NUM("minutes", 900, parse_seconds("15m"), 0);
	IS_NUM("days", 172800, parse_seconds("2d"), 0);
	IS_NUM("nonsense", -1, parse_seconds("8 hours"), 0);
	IS_NUM("negative", -1, parse_seconds("-1"), 0);
	IS_NUM("infinite", -1, parse_seconds("inf"), 0);
	IS_NUM("bytes", 2147483648, parse_count("2G", 1024), 0);
	IS_NUM("counts", 20e6, parse_count("20M", 1000), 0);
	format_seconds(3720, s, sizeof(s));
	IS_STR("for people", "1h 02m", s);
	IS_NUM("equal texts", 1, similar_texts("a b c", "C, b; a"), 0);
	IS_NUM("half", 1.0 / 3, similar_texts("a b", "b c"), 1e-12);
	IS_NUM("nothing in common", 0, similar_texts("a", "b"), 0);
}

int
main(void)
{
	char	 tmp[] = "/tmp/hcc-unit.XXXXXX";
	int	 dir = open(mkdtemp(tmp), O_RDONLY | O_DIRECTORY);

	buffers();
	files(dir);
	escapes();
	yaml();
	json();
	units();
	fs_remove(AT_FDCWD, tmp, NULL);
	close(dir);
	return tap_done();
}
