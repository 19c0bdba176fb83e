/*
 * page.c: escaping, numbers, head and foot.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/units.h"
#include "base/utf8.h"
#include "hcc-report/page.h"

#define SHEET_MAX	(1u << 20)

void
page_bytes(struct buf *b, const char *s, size_t n)
{
	struct buf	 plain = BUF_INIT;
	const char	*p, *end;
	size_t		 k;

	utf8_add_plain(&plain, s, n);
	p = buf_str(&plain);
	for (end = p + plain.len; p < end; p += k) {
		for (k = 0; p + k < end && strchr("&<>\"'", p[k]) == NULL; k++)
			;
		buf_add(b, p, k);
		if (p + k == end)
			break;
		buf_addf(b, "&#%d;", p[k++]);
	}
	buf_release(&plain);
}

void
page_text(struct buf *b, const char *s)
{
	if (s != NULL)
		page_bytes(b, s, strlen(s));
}

void
page_cut(struct buf *b, const char *s, size_t most)
{
	size_t	 n = s == NULL ? 0 : strlen(s), k = n == 0 ? 0 :
		    utf8_cut(s, n, most);

	page_bytes(b, s, k);
	if (k < n)
		buf_adds(b, " ..");
}

void
page_number(struct buf *b, double d)
{
	if (isfinite(d))
		buf_addf(b, "%.6g", d);
	else
		buf_adds(b, "–");
}

void
page_change(struct buf *b, double change, double interval)
{
	if (!isfinite(change)) {
		buf_adds(b, "–");
		return;
	}
	buf_addf(b, "%+.4g", change);
	if (isfinite(interval))
		buf_addf(b, " ± %.2g", interval);
}

void
page_seconds(struct buf *b, double d)
{
	char	 s[40];

	if (isfinite(d)) {
		format_seconds(d, s, sizeof(s));
		buf_adds(b, s);
	} else
		buf_adds(b, "–");
}

void
page_cell(struct buf *b, const char *s)
{
	buf_adds(b, "<td>");
	page_text(b, s);
}

void
page_cell_number(struct buf *b, double d)
{
	buf_adds(b, "<td class=n>");
	page_number(b, d);
}

void
page_table(struct buf *b, const char *class, const char *caption,
    const char *columns)
{
	size_t	 n;

	buf_addf(b, "<div class=scroll role=group tabindex=0 aria-label="
	    "\"%s\">\n<table class=\"%s\">\n<caption>%s</caption>\n<thead><tr>",
	    caption, class, caption);
	for (; *columns != '\0'; columns += n + (columns[n] == '|')) {
		n = strcspn(columns, "|");
		buf_addf(b, "<th scope=col>%.*s", (int)n, columns);
	}
	buf_adds(b, "\n<tbody>\n");
}

void
page_table_end(struct buf *b)
{
	buf_adds(b, "</table>\n</div>\n");
}

static int
nibble(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

/* The SHA-256 of the sheet as policies want it: base64 of the 32 bytes. */
static void
add_hash(struct buf *b, const struct buf *sheet)
{
	static const char	 digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned char		 sum[33] = { 0 };
	char			 hex[65];
	unsigned		 three;
	int			 i;

	fs_sha256_mem(buf_str(sheet), sheet->len, hex);
	for (i = 0; i < 32; i++)
		sum[i] = (unsigned char)(nibble(hex[2 * i]) << 4 |
		    nibble(hex[2 * i + 1]));
	for (i = 0; i < 33; i += 3) {
		three = (unsigned)(sum[i] << 16 | sum[i + 1] << 8 |
		    sum[i + 2]);
		buf_addc(b, digits[three >> 18]);
		buf_addc(b, digits[three >> 12 & 63]);
		buf_addc(b, digits[three >> 6 & 63]);
		buf_addc(b, i == 30 ? '=' : digits[three & 63]);
	}
}

enum hcc_status
page_open(struct buf *b, const char *title, const char *share,
    struct hcc_err *e)
{
	struct buf	 sheet = BUF_INIT;
	char		 path[4200];
	enum hcc_status	 st;

	snprintf(path, sizeof(path), "%s/report/report.css", share);
	if ((st = fs_read(AT_FDCWD, path, SHEET_MAX, &sheet, e)) == HCC_OK) {
		buf_adds(b, "<!DOCTYPE html>\n<html lang=en>\n<head>\n"
		    "<meta charset=utf-8>\n"
		    "<meta http-equiv=Content-Security-Policy content=\""
		    "default-src 'none'; base-uri 'none'; form-action 'none'; "
		    "style-src 'sha256-");
		add_hash(b, &sheet);
		buf_adds(b, "'\">\n<meta name=referrer content=no-referrer>\n"
		    "<meta name=viewport content=\"width=device-width, "
		    "initial-scale=1\">\n"
		    "<meta name=color-scheme content=\"light dark\">\n"
		    "<title>");
		page_text(b, title);
		buf_adds(b, "</title>\n<style>");
		buf_add(b, buf_str(&sheet), sheet.len);
		buf_adds(b, "</style>\n</head>\n<body>\n");
	}
	buf_release(&sheet);
	return st;
}

void
page_close(struct buf *b)
{
	buf_adds(b, "</body>\n</html>\n");
}
