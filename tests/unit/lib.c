/* lib.c: buffers, files, JSON, front matter, times and similarity. */
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
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
	pid_t		 pid;
	int		 status = 0;

	IS_STR("an empty buffer is an empty string", "", buf_str(&b));
	buf_addf(&b, "%d-%s", 7, "x");
	buf_addc(&b, '!');
	IS_STR("formatted text and a character are appended",
	    "7-x!", buf_str(&b));
	memset(long_text, 'a', 999);
	long_text[999] = '\0';
	buf_reset(&b);
	buf_addf(&b, "%s|", long_text);
	OK("a long format grows a buffer", b.len == 1000 && b.p[999] == '|');
	p = buf_detach(&b);
	OK("a detached buffer is as new", p != NULL && b.p == NULL);
	free(p);
	fflush(stdout);
	if ((pid = fork()) == 0) {
		dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
		(void)buf_reserve(&b, (size_t)-1);
		_exit(0);
	}
	OK("an absurd size ends the process with the status of an internal "
	    "error", waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
	    WEXITSTATUS(status) == 70);
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

	OK("a file is published", fs_publish(dir, "a", "one", 3, &e) == HCC_OK);
	OK("a file that is published again is replaced",
	    fs_publish(dir, "a", "two", 3, &e) ==
	    HCC_OK);
	fs_read(dir, "a", 0, &b, &e);
	IS_STR("a replaced file has the new content", "two", buf_str(&b));
	buf_reset(&b);
	OK("a file above the limit is refused",
	    fs_read(dir, "a", 2, &b, &e) == HCC_INPUT);
	OK("an absent file is missing", fs_read(dir, "nope", 0, &b, &e) ==
	    HCC_MISSING);
	IS_STR("the message names the absent file",
	    "open 'nope': No such file or directory", e.text);
	fs_append_line(dir, "log", "x", 1, &e);
	fd = openat(dir, "log", O_WRONLY | O_APPEND);
	OK("a line without its end is written", write(fd, "torn", 4) == 4);
	close(fd);
	fs_append_line(dir, "log", "y", 1, &e);
	buf_reset(&b);
	fs_read(dir, "log", 0, &b, &e);
	IS_STR("an append ends a torn line first", "x\ntorn\ny\n", buf_str(&b));
	fs_sha256(dir, "a", sum, &e);
	IS_STR("the checksum of a file is SHA-256",
	    "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41"
	    "cc1d7d3d376b0dbe685e2f3", sum);
	OK("directories are made with their parents",
	    fs_mkdirs(dir, "d/e/f", &e) == HCC_OK);
	OK("a symbolic link is made", symlinkat("..", dir, "d/up") == 0);
	OK("a file is copied", fs_copy(dir, "a", dir, "d/b", &e) == HCC_OK);
	OK("a link is not copied", fs_copy(dir, "d/up", dir, "c", &e) !=
	    HCC_OK);
	fs_names(dir, "d", &names, &n, &e);
	OK("names are sorted", n == 3 && strcmp(names[0], "b") == 0 &&
	    strcmp(names[2], "up") == 0);
	fs_names_free(names, n);
	OK("a tree is removed", fs_remove(dir, "d", &e) == HCC_OK &&
	    !fs_exists(dir, "d"));
	OK("targets of links are not removed with a tree", fs_exists(dir, "a"));
	OK("removing an absent file is no error",
	    fs_remove(dir, "d", &e) == HCC_OK);
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
	static const char	*names[] = { "plain", "a\\b", "\xff\xfe",
				    "\\xff", "end\\", "\xc3\xa4\xc3", "\\x4" };
	struct buf		 b = BUF_INIT;
	char			 back[64];
	size_t			 i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		buf_reset(&b);
		utf8_escape(&b, names[i]);
		OK("an escaped path is UTF-8", utf8_valid(buf_str(&b), b.len));
		utf8_unescape(back, buf_str(&b));
		IS_STR("an escaped path is unescaped to the same bytes",
		    names[i], back);
	}
	utf8_unescape(back, "a\\x4");
	IS_STR("half an escape sequence is kept as it is", "a\\x4", back);
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

/* What the front matter of a text says, as JSON, and its body; or why not. */
static const char *
says(const char *text)
{
	static struct buf	 b = BUF_INIT;
	struct hcc_err		 e = HCC_ERR_INIT;
	size_t			 body;
	jv			 m;

	buf_reset(&b);
	if (yaml_front(text, strlen(text), "f.md", &m, &body, &e) == HCC_OK) {
		json_dump(&b, m);
		buf_addf(&b, "|%s", text + body);
	} else
		buf_adds(&b, e.text);
	jv_free(m);
	return buf_str(&b);
}

static void
fronts(void)
{
	struct buf	 deep = BUF_INIT;
	int		 i, k;

	IS_STR("the body begins behind the fence", "{\"a\":1}|\nbody\n",
	    says("---\na: 1\n---\n\nbody\n"));
	IS_STR("a text without front matter is all body", "{}|a: 1\n---\n",
	    says("a: 1\n---\n"));
	IS_STR("an empty front matter says nothing", "{}|x",
	    says("---\n---\nx"));
	IS_STR("a comment alone says nothing", "{}|", says("---\n# c\n---\n"));
	IS_STR("fences may have blanks behind them", "{\"a\":1}|x",
	    says("---  \r\na: 1\r\n---\t\nx"));
	IS_STR("a byte-order mark is passed over", "{\"a\":1}|x",
	    says("\xef\xbb\xbf---\na: 1\n---\nx"));
	IS_STR("four signs are no fence", "{}|----\na: 1\n---\n",
	    says("----\na: 1\n---\n"));
	IS_STR("a fence may be the last line", "{\"a\":1}|",
	    says("---\na: 1\n---"));
	IS_STR("without its end it is refused", "read 'f.md': the front matter "
	    "has no closing line '---'", says("---\na: 1\n----\n"));
	IS_STR("values are read as what they are", "{\"a\":[null,null,true,"
	    "false,\"True\",-1.5,1000,\"0x1f\",\"1_000\",\"nan\",\"+\",0,0.5,"
	    "\"1.2.3\",\"~\",\"5\",{\"b\":{}}]}|", says("---\na: [~, null, "
	    "true, false, True, -1.5, 1e3, 0x1f, 1_000, nan, +, 0, 0.5, 1.2.3, "
	    "\"~\", '5', {b: {}}]\n---\n"));
	IS_STR("an empty value is null", "{\"a\":null,\"b\":1}|",
	    says("---\na:\nb: 1\n---\n"));
	IS_STR("a key that is there twice is refused with both lines",
	    "read 'f.md' line 4: front matter: key 'a' stands on line 2 and on "
	    "line 4; keep one of them",
	    says("---\na: 1\nb: 2\na: 3\n---\n"));
	OK("a key that is a list is refused", strstr(says("---\nb: 1\n? [a]\n"
	    ": 1\n---\n"), "front matter: a key must be a plain word") !=
	    NULL);
	IS_STR("a list is no front matter", "read 'f.md' line 3: front matter: "
	    "not a list of 'key: value' lines", says("---\n- a\n---\n"));
	IS_STR("nor is a word", "read 'f.md' line 3: front matter: not a list "
	    "of 'key: value' lines", says("---\na\n---\n"));
	OK("what is behind the value is refused", strstr(says("---\n{a: 1}\n"
	    "b: 2\n---\n"), "read 'f.md' line 3: front matter: did not find "
	    "expected") != NULL);
	OK("a second document is refused", strstr(says("---\na: 1\n--- \"x\"\n"
	    "---\n"), "front matter: more than one value") != NULL);
	OK("a bad list inside is refused", strstr(says("---\na: 1\nb: [1, *x]\n"
	    "---\n"), "aliases are not supported") != NULL);
	for (i = 15; i < 18; i++) {
		buf_reset(&deep);
		buf_adds(&deep, "---\na: ");
		for (k = 0; k < i; k++)
			buf_addc(&deep, '[');
		for (k = 0; k < i; k++)
			buf_addc(&deep, ']');
		buf_adds(&deep, "\n---\n");
		if (i < 17)
			OK("16 levels are read", strncmp(says(buf_str(&deep)),
			    "{\"a\":[[", 7) == 0);
		else
			OK("more are too deep", strstr(says(buf_str(&deep)),
			    "nested too deep") != NULL);
	}
	buf_release(&deep);
}

/* Words that need no quotes have none; the order is as told, then sorted. */
static void
emitted(void)
{
	static const char *const order[] = { "z", "none", NULL };
	struct buf		 b = BUF_INIT;
	jv			 m = jv_parse("{\"a\":\"x-y_z/1@2+3.4\",\"b\":"
				    "\"on\",\"c\":\"12\",\"d\":\"a b\",\"e\":"
				    "\"\",\"f\":\"-x\",\"z\":\"8h\",\"g h\":5,"
				    "\"i\":[\"q\"],\"j\":\"Null\",\"k\":"
				    "\"nothing\"}");

	yaml_emit(&b, m, order);
	IS_STR("front matter is written in its order, quoted where YAML would "
	    "read something else", "---\nz: 8h\na: x-y_z/1@2+3.4\nb: \"on\"\n"
	    "c: \"12\"\nd: \"a b\"\ne: \"\"\nf: \"-x\"\n\"g h\": 5\n"
	    "i: [\"q\"]\nj: \"Null\"\nk: nothing\n---\n", buf_str(&b));
	buf_release(&b);
	jv_free(m);
}

static void
yaml(void)
{
	struct buf	 b = BUF_INIT;
	jv		 m, back;

	m = front("---\nid: 007\nx: 1.5\ny: [1, two, true]\nz: ~\n"
	    "s: \"5\"\n---\nbody", HCC_OK, "front matter is read");
	IS_STR("a number with leading zeros is a string",
	    "007", json_str(m, "id", "?"));
	IS_NUM("a number of front matter is read", 1.5, json_num(m, "x", 0), 0);
	IS_STR("a quoted number is a string", "5", json_str(m, "s", "?"));
	jv_free(m);
	jv_free(front("---\na: 1\n", HCC_INPUT, "an unclosed front matter is "
	    "refused"));
	jv_free(front("---\na: &x [1]\nb: *x\n---\n", HCC_INPUT, "aliases are "
	    "refused"));
	jv_free(front("---\n- 1\n---\n", HCC_INPUT, "front matter that is a "
	    "list is refused"));
	jv_free(front("---\na: [1\n---\n", HCC_INPUT, "a list without its end "
	    "is refused"));
	jv_free(front("no front matter", HCC_OK, "a text without front matter "
	    "is read"));
	fronts();
	emitted();
	m = json_put_str(jv_object(), "k", "yes\n---\nevil: 1");
	m = json_put_str(m, "b: c", "#");
	m = json_put_str(m, "n", "1e3");
	yaml_emit(&b, m, NULL);
	back = front(buf_str(&b), HCC_OK, "front matter that was written is "
	    "read");
	OK("front matter is read as it was written",
	    jv_equal(jv_copy(m), jv_copy(back)));
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
	OK("broken JSON is refused", !jv_is_valid(v));
	OK("the message about broken JSON has the line",
	    strstr(e.text, "'in' line 3") != NULL);
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

	IS_NUM("a time may be in seconds", 90, parse_seconds("90"), 0);
	IS_NUM("a time may be in minutes", 900, parse_seconds("15m"), 0);
	IS_NUM("a time may be in days", 172800, parse_seconds("2d"), 0);
	IS_NUM("a time in words is refused", -1, parse_seconds("8 hours"), 0);
	IS_NUM("a negative time is refused", -1, parse_seconds("-1"), 0);
	IS_NUM("an infinite time is refused", -1, parse_seconds("inf"), 0);
	IS_NUM("2G bytes are counted in 1024s",
	    2147483648, parse_count("2G", 1024), 0);
	IS_NUM("20M is counted in 1000s", 20e6, parse_count("20M", 1000), 0);
	format_seconds(3720, s, sizeof(s));
	IS_STR("a time is written in hours and minutes", "1h 02m", s);
	IS_NUM("equal words in another order are alike",
	    1, similar_texts("a b c", "C, b; a"), 0);
	IS_NUM("one of three words in common is a third",
	    1.0 / 3, similar_texts("a b", "b c"), 1e-12);
	IS_NUM("texts without common words are not alike",
	    0, similar_texts("a", "b"), 0);
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
