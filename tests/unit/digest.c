/*
 * digest.c: from a log's bytes, however they come, to a digest in its
 * budget.
 */
#include <stdlib.h>
#include <string.h>

#include "base/tokens.h"
#include "digest/digest.h"
#include "digested.h"

/* However the bytes come, the digest is the same. */
static void
pieces(void)
{
	static const size_t	 size[] = { 1, 2, 3, 17, 100, 4096 };
	struct buf		 b = BUF_INIT;
	struct digest_opts		 o = { .ranges = true };
	char			*whole, *part;
	size_t			 i;

	for (i = 0; i < 300; i++)
		buf_addf(&b, "\033[1mfold\033[0m %zu: auc %.5f\n%s", i,
		    0.5 + (double)(i * 7919 % 1000) / 3000,
		    i % 7 == 0 ? "Warning: slow\n" : "");
	buf_adds(&b, "no newline at the end");
	whole = digest(buf_str(&b), b.len, b.len, o);
	for (i = 0; i < sizeof(size) / sizeof(size[0]); i++) {
		part = digest(buf_str(&b), b.len, size[i], o);
		IS_STR("the digest does not depend on how the log is cut",
		    whole, part);
		free(part);
	}
	OK("escape sequences are left out", strchr(whole, '\033') == NULL);
	free(whole);
	buf_release(&b);
}

/* Lines may end in CR LF, LF or CR, wherever the log is cut. */
static void
line_ends(void)
{
	static const char *const	 end[] = { "\n", "\r\n", "\r" };
	struct digest_opts		 o = { .ranges = true };
	struct buf			 b = BUF_INIT;
	char				*whole, *part;
	size_t				 i, k;

	for (k = 0; k < 3; k++) {
		buf_reset(&b);
		for (i = 0; i < 60; i++)
			buf_addf(&b, "step %zu: loss %.3f%s", i, 2.0 /
			    (double)(i + 1), end[k]);
		buf_addf(&b, "ValueError: no such column%s", end[k]);
		whole = digest(buf_str(&b), b.len, b.len, o);
		OK("an error behind any end of line is shown",
		    has(whole, "ValueError: no such column"));
		for (i = 1; i < 40; i++) {
			part = digest(buf_str(&b), b.len, i, o);
			IS_STR("a line's end may be cut in two", whole, part);
			free(part);
		}
		free(whole);
	}
	buf_release(&b);
}

/* UTF-16 as shells of Windows write it, with and without a mark, and behind
 * text of 8 bits. */
static void
wide(void)
{
	static const char	 text[] = "loss 0.5\r\nValueError: none\r\n";
	struct buf		 b = BUF_INIT;
	char			*d;
	size_t			 i;
	int			 mark;

	for (mark = 0; mark < 3; mark++) {
		buf_reset(&b);
		if (mark == 1)
			buf_add(&b, "\xff\xfe", 2);
		else if (mark == 2)
			buf_adds(&b, "first\n");
		for (i = 0; text[i] != '\0'; i++)
			buf_add(&b, (char[]){ text[i], '\0' }, 2);
		d = digest(buf_str(&b), b.len, 1, (struct digest_opts){ 0 });
		OK("UTF-16 is read", has(d, "loss 0.5\n") &&
		    has(d, "ValueError: none\n"));
		free(d);
	}
	d = digest("\xfe\xff\0o\0k\x4e\x2d\0\n", 10, 10,
	    (struct digest_opts){ 0 });
	IS_STR("UTF-16 with high bytes first is read", "ok\xe4\xb8\xad\n", d);
	free(d);
	d = digest("loss\0 0.5\a\033[1m!\n", 15, 15, (struct digest_opts){ 0 });
	OK("NUL, bells and escapes do not come through",
	    strchr(d, '\a') == NULL && strchr(d, '\033') == NULL &&
	    strncmp(d, "loss 0.5", 8) == 0);
	free(d);
	buf_release(&b);
}

/* What crosses the end of what was read, longer than a line may be, or is
 * broken off: cited by its bytes all the same. */
static void
long_lines(void)
{
	struct buf	 b = BUF_INIT;
	char		*d, *whole, want[80];
	size_t		 i, end;

	for (i = 0; i < 400; i++)
		buf_addf(&b, "step %zu is done\n", i);
	for (i = 0; i < 200000; i++)
		buf_addc(&b, "abcd efgh "[i % 10]);
	end = b.len;
	buf_adds(&b, "\nValueError: behind it\nand 5 more\n");
	whole = digest(buf_str(&b), b.len, b.len, (struct digest_opts){
	    .ranges = true });
	snprintf(want, sizeof(want), "\n[%zu-%zu] ValueError: behind it\n",
	    end + 1, end + 22);
	OK("a line behind a very long one has its place", has(whole, want));
	for (i = 1; i < 100000; i = i * 7 + 13) {
		d = digest(buf_str(&b), b.len, i, (struct digest_opts){
		    .ranges = true });
		OK("so it has, wherever the log is cut", has(d, want));
		free(d);
	}
	free(whole);
	buf_release(&b);
}

/* Never more than was asked for, whatever comes. */
static void
limits(void)
{
	static const size_t	 max[] = { 100, 500, 8000 };
	struct buf		 b = BUF_INIT;
	char			*d;
	size_t			 i, k;
	unsigned		 r = 1;

	for (i = 0; i < 20000; i++) {
		for (k = 0; k < 12; k++) {
			r = r * 1103515245 + 12345;
			buf_addf(&b, "%c%c%cerror ", 'a' + (int)(r >> 16) % 26,
			    'a' + (int)(r >> 20) % 26,
			    'a' + (int)(r >> 24) % 26);
		}
		buf_adds(&b, i % 3 == 0 ? "ValueError: x\n" : "loss 0.5\n");
	}
	for (i = 0; i < sizeof(max) / sizeof(max[0]); i++) {
		d = digest(buf_str(&b), b.len, 65536,
		    (struct digest_opts){ .max_tokens = max[i],
		    .ranges = true });
		OK("a digest stays within its limit",
		    tok_estimate(d, strlen(d)) <= max[i]);
		OK("a digest with a small limit is not empty", d[0] != '\0');
		free(d);
	}
	buf_reset(&b);
	for (i = 0; i < 3000000; i++)
		buf_addc(&b, "abc \0\xff"[i % 6]);
	d = plain(&b);
	OK("one line of 3 MB becomes less than 2000 tokens",
	    tok_estimate(d, strlen(d)) < 2000);
	free(d);
	d = digest("", 0, 1, (struct digest_opts){ 0 });
	IS_STR("the digest of nothing is nothing", "", d);
	free(d);
	buf_release(&b);
}

/* A log of little more than its digest is shown as it is. */
static void
whole(void)
{
	static const char	 log[] = "one 1 line\nanother, of 2\n\n"
				    "result: 3\n";
	struct buf		 b = BUF_INIT;
	char			*d;
	int			 i;

	d = digest(log, strlen(log), 1, (struct digest_opts){ 0 });
	IS_STR("a small log is shown whole",
	    "one 1 line\nanother, of 2\nresult: 3\n", d);
	free(d);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "step %d took %d ms\n", i, i * 7919 % 100);
	d = plain(&b);
	OK("400 steps are not shown one by one",
	    strstr(d, "step 199 took") == NULL);
	free(d);
	d = digest(buf_str(&b), b.len, 4096, (struct digest_opts){
	    .max_tokens = 20000, .fill = true });
	OK("400 steps are shown if the budget allows",
	    has(d, "step 199 took 81 ms\n"));
	free(d);
	buf_release(&b);
}

/* A table at the end of a large log, and the small log that nearly fits. */
static void
last_table(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 2000; i++)
		buf_addf(&b, "step %d loss %.4f\n", i, 2.0 / (i + 1));
	for (i = 0; i < 20; i++)
		buf_addf(&b, "beta[%d] %.2f %.3f\n", i, i * 7 % 20 / 3.0,
		    i / 7.0);
	d = plain(&b);
	OK("the rows of the last table are all shown",
	    has(d, "beta[4] 2.67 0.571\n") && has(d, "beta[13] 3.67 1.857\n"));
	free(d);
	buf_reset(&b);
	buf_adds(&b, "curl: the server said no\ntar: it is no archive\n"
	    "make: the target data was not made\n");
	for (i = 0; i < 12; i++)
		buf_addf(&b, "set VAR_%d to %d\n", i, i * 7);
	d = plain(&b);
	OK("a small log is shown whole", has(d, "set VAR_7 to 49\n"));
	free(d);
	buf_release(&b);
}

/* What a form has lost, repeated, or never had. */
static void
forms(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 900; i++)
		buf_addf(&b, "step %d is done\n%s", i,
		    i < 3 ? "WARNING: the disk is slow\n" : "");
	d = plain(&b);
	OK("equal lines are counted and not listed",
	    has(d, "\nx3 WARNING: the disk is slow\n") &&
	    strstr(d, "  .. WARNING") == NULL);
	free(d);
	buf_reset(&b);
	for (i = 0; i < 900; i++)
		buf_addf(&b, "step %d is done\n%s", i, i % 300 == 7 ?
		    i < 10 ? "ERROR: cannot read file one of the set\n" :
		    i < 310 ? "ERROR: cannot read file one of the set /a/b\n" :
		    "ERROR: cannot read file one of the set, again\n" : "");
	d = plain(&b);
	OK("errors of one message are counted together",
	    has(d, "(3 with variants) ERROR: cannot read file"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 900; i++)
		buf_addf(&b, "step %d is done\n", i);
	buf_adds(&b, "RuntimeError: it broke\nsee the page of the thing\n"
	    "or ask somebody\nor not\n");
	d = plain(&b);
	OK("what follows an error is shown", has(d,
	    "RuntimeError: it broke\nsee the page of the thing\n"
	    "or ask somebody\n"));
	free(d);
	buf_release(&b);
}

/* More forms of lines than are kept: those that tell something stay. */
static void
many_forms(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 9000; i++) {
		buf_addf(&b, "%c%c%c%c%c went by\n", 'a' + i % 26,
		    'a' + i / 26 % 26, 'a' + i / 676 % 26, 'a' + i % 7,
		    'a' + i % 11);
		if (i % 10 == 0)
			buf_addf(&b, "still alive at %d\n", i);
		if (i == 700)
			buf_adds(&b, "ValueError: the disk is full\n");
		if (i == 900)
			buf_adds(&b, "final auc of the model: 0.87\n");
		if (i == 1100)
			buf_adds(&b, "learning rate: 0.003\n");
	}
	d = plain(&b);
	OK("of 9000 forms a line that comes again is counted to the end",
	    has(d, "x900 still alive at 0\n"));
	OK("an error among 9000 forms is kept",
	    has(d, "\nValueError: the disk is full\n"));
	OK("a result among 9000 forms is kept",
	    has(d, "\nfinal auc of the model: 0.87\n"));
	OK("the last line of 9000 forms is shown", has(d, "at 8990\n"));
	free(d);
	buf_release(&b);
}

int
main(void)
{
	pieces();
	line_ends();
	wide();
	long_lines();
	limits();
	whole();
	last_table();
	forms();
	many_forms();
	return tap_done();
}
