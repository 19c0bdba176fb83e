/*
 * profile.c: cells, columns, pictures, tallies and safe text.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/counter.h"
#include "data/image.h"
#include "data/profile_internal.h"
#include "tap.h"

static void
cells(void)
{
	double	 d = 0;

	OK("empty is missing", cell_missing("") && cell_missing("  "));
	OK("words for it", cell_missing(" NA ") && cell_missing("NaN") &&
	    cell_missing("?") && cell_missing("null") && cell_missing("n/a"));
	OK("more of them", cell_missing("--") && cell_missing("#N/A") &&
	    cell_missing("missing") && cell_missing("\\N") &&
	    cell_missing("(null)") && cell_missing(".") &&
	    cell_missing("<NA>"));
	OK("but not these", !cell_missing("0") && !cell_missing("Nana") &&
	    !cell_missing("---") && !cell_missing("None"));
	OK("a number", cell_number(" -1.5e3 ", &d) && d == -1500);
	OK("decimal comma", cell_number("1,5", &d) && d == 1.5);
	OK("no number", !cell_number("1 2", &d) && !cell_number("0x1f", &d) &&
	    !cell_number("inf", &d) && !cell_number("nan", &d) &&
	    !cell_number("", &d) && !cell_number("-", &d) &&
	    !cell_number("e5", &d) && !cell_number("1e999", &d) &&
	    !cell_number("12 34", &d) && !cell_number("1,2,3", &d) &&
	    !cell_number("192.168.0.1", &d) && !cell_number("1.5.2024", &d) &&
	    !cell_number("A$", &d) && !cell_number("- - 5", &d));
	OK("thousands", cell_number("1,234.5", &d) && d == 1234.5);
	OK("thousands with a decimal comma", cell_number("-1.234.567,25", &d) &&
	    d == -1234567.25);
	OK("blanks between them", cell_number("12 345 678", &d) &&
	    d == 12345678 && cell_number("1\xc2\xa0" "234", &d) && d == 1234);
	OK("one comma is decimal", cell_number("1,234", &d) && d == 1.234);
	OK("but not where commas separate", cell_number_in("1,234", ',', &d) &&
	    d == 1234 && cell_number_in("0,234", ',', &d) && d == 0.234);
	OK("currency", cell_number("$ 1,200.50", &d) && d == 1200.5 &&
	    cell_number("-$5", &d) && d == -5 &&
	    cell_number("3,50 \xe2\x82\xac", &d) && d == 3.5);
	OK("percent", cell_number("12.5 %", &d) && d == 12.5);
	OK("dates", cell_date("2024-05-01") && cell_date("1.5.2024") &&
	    cell_date("2024/05/01 10:00") && cell_date("2024-05-01T10:00Z") &&
	    cell_date("12/31/99"));
	OK("no dates", !cell_date("1.5") && !cell_date("10-20-30") &&
	    !cell_date("2024-05") && !cell_date("192.168.0.1") &&
	    !cell_date("2024-05-01x"));
}

/* The profile of one column with these values. */
static struct column
profile(char **values, size_t n)
{
	struct column	 c;
	struct csv	 t = { .names = (char *[]){ (char *)"c" }, .ncols = 1,
			    .nrows = n, .cells = values };

	if (column_profile(&t, 0, &c, NULL) != HCC_OK)
		exit(1);
	return c;
}

#define PROFILE(...) \
	profile((char *[]){ __VA_ARGS__ }, \
	    sizeof((char *[]){ __VA_ARGS__ }) / sizeof(char *))

static void
columns(void)
{
	struct column	 c = PROFILE("1", "2", "", "10", "2");

	OK("numbers", c.type == COLUMN_NUMBER && c.integral);
	IS_NUM("missing", 1, (double)c.missing, 0);
	IS_NUM("distinct", 3, (double)c.unique, 0);
	IS_NUM("least", 1, c.min, 0);
	IS_NUM("most", 10, c.max, 0);
	IS_NUM("median", 2, c.median, 0);
	IS_NUM("mean", 3.75, c.mean, 1e-12);
	IS_STR("most frequent", "2", c.top[0].key);
	c = PROFILE("a", "b", "a");
	OK("categories", c.type == COLUMN_CATEGORY);
	c = PROFILE("x", "", "x");
	OK("constant", c.type == COLUMN_CONSTANT);
	c = PROFILE("", "NA");
	OK("nothing at all", c.type == COLUMN_CONSTANT && c.unique == 0);
	c = PROFILE("2024-05-01", "2024-05-02");
	OK("dates", c.type == COLUMN_DATE);
	c = PROFILE("where is the station please", "how much for that one",
	    "no thank you very much");
	OK("short prose", c.type == COLUMN_TEXT);
	c = PROFILE("12 Main Street", "12 Main Street", "4 Elm Street North",
	    "12 Main Street", "4 Elm Street North", "4 Elm Street North",
	    "12 Main Street", "12 Main Street");
	OK("repeated phrases are categories", c.type == COLUMN_CATEGORY);
	c = PROFILE("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11",
	    "12", "13", "14", "15", "16", "17", "18", "19", "stray");
	OK("one stray word in twenty", c.type == COLUMN_NUMBER);
	IS_NUM("is counted", 1, (double)c.stray, 0);
	IS_NUM("and found", 19, (double)c.stray_row, 0);
	c = PROFILE("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11",
	    "12", "13", "14", "15", "16", "17", "18", "19", "20", "21",
	    "unknown", "none", "unknown", "none", "unknown");
	OK("a few words over and over", c.type == COLUMN_NUMBER);
	c = PROFILE("1", "2", "3+", "1", "2", "3+", "1");
	OK("not in a short list", c.type == COLUMN_CATEGORY);
}

static void
pictures(void)
{
	static const unsigned char	 png[26] = "\x89PNG\r\n\x1a\n\0\0\0\r"
	    "IHDR\0\0\1\0\0\0\0\x80\x08\2";
	static const unsigned char	 gif[] = "GIF89a\x10\0\x20\0";
	static const unsigned char	 jpeg[] = "\xff\xd8\xff\xe0\0\4ab"
	    "\xff\xc0\0\x0b\x08\0\x30\0\x40\3\1\1\1";
	static const unsigned char	 bmp[30] = "BM\0\0\0\0\0\0\0\0\0\0\0\0"
	    "\x28\0\0\0\7\0\0\0\xf7\xff\xff\xff\1\0\x18\0";
	struct image			 im;

	OK("PNG", image_size(png, sizeof(png), &im) && im.width == 256 &&
	    im.height == 128 && im.channels == 3);
	OK("cut short", !image_size(png, 20, &im));
	OK("GIF", image_size(gif, sizeof(gif), &im) && im.width == 16 &&
	    im.height == 32);
	OK("JPEG", image_size(jpeg, sizeof(jpeg), &im) && im.width == 64 &&
	    im.height == 48 && im.channels == 3);
	OK("JPEG cut in its frame", !image_size(jpeg, 14, &im));
	OK("BMP from the top", image_size(bmp, sizeof(bmp), &im) &&
	    im.width == 7 && im.height == 9 && im.channels == 3);
	OK("none of them", !image_size((const unsigned char *)"hello", 5, &im));
	OK("by name", image_name("a/b.JPG") && !image_name("png") &&
	    !image_name("a.csv") && !image_name(".png"));
}

static void
tallies(void)
{
	struct counter	 t = COUNTER_INIT;
	char		 keys[300][4];
	size_t		 i;

	for (i = 0; i < 300; i++)
		snprintf(keys[i], sizeof(keys[i]), "%zu", i);
	for (i = 0; i < 900; i++)
		(void)counter_add(&t, keys[i % 300], i);
	IS_NUM("distinct", 300, (double)t.n, 0);
	IS_NUM("how often", 3, (double)counter_find(&t, "77")->count, 0);
	IS_NUM("where first", 77, (double)counter_find(&t, "77")->first, 0);
	OK("not there", counter_find(&t, "x") == NULL);
	(void)counter_add(&t, "5", 0);
	counter_sort_keys(&t);
	IS_STR("by number", "10", t.items[10].key);
	counter_sort(&t);
	IS_STR("most frequent first", "5", t.items[0].key);
	counter_release(&t);
	OK("nothing in nothing", counter_find(&t, "x") == NULL);
}

static const char *
cut(struct buf *b, const char *s, size_t max)
{
	buf_reset(b);
	text_cut(b, s, max);
	return buf_str(b);
}

static void
texts(void)
{
	struct buf	 b = BUF_INIT;
	jv		 v;

	IS_STR("plain", "abc", cut(&b, "abc", 10));
	IS_STR("cut", "abc..", cut(&b, "abcdef", 3));
	IS_STR("not within a letter", "\xc3\xbc..", cut(&b, "\xc3\xbc\xc3\xbc",
	    3));
	IS_STR("newline and escape", "a b c", cut(&b, "a\nb\x1b" "c", 10));
	IS_STR("backquotes", "'''", cut(&b, "```", 10));
	IS_STR("Latin-1", "f\xc3\xbcr", cut(&b, "f\xfcr", 10));
	IS_STR("a surrogate is none", "\xc3\xad\xc2\xa0\xe2\x82\xac",
	    cut(&b, "\xed\xa0\x80", 20));
	v = profile_name("a`b");
	IS_STR("names keep backquotes", "a`b", jv_string_value(v));
	jv_free(v);
	buf_release(&b);
}

int
main(void)
{
	cells();
	columns();
	pictures();
	tallies();
	texts();
	return tap_done();
}
