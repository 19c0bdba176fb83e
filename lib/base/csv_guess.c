/*
 * csv_guess.c: guess encoding and separator of a csv file.
 */
#include <string.h>

#include "base/csv_internal.h"

#define LINES	20	/* that are asked for the separator */

/* How often each candidate stands outside of quotes in one line; returns the
 * bytes of the line with its end, or 0 when it does not end. */
static size_t
count_line(const char *s, size_t n, const char *seps, size_t *count,
    bool *blank)
{
	const char	*at;
	size_t		 i;
	bool		 quoted = false;

	*blank = true;
	for (i = 0; i < n; i++) {
		if (s[i] == '"')
			quoted = !quoted;
		else if (!quoted && (s[i] == '\n' || s[i] == '\r'))
			return i + 1;
		else if (!quoted && s[i] != '\0' &&
		    (at = strchr(seps, s[i])) != NULL)
			count[at - seps]++;
		*blank = *blank && (s[i] == ' ' || s[i] == '\0');
	}
	return 0;
}

/* Of those in the header, the one that as many lines as possible have equally
 * often; a comma in all numbers, or in one name, is none. */
char
csv_separator(const char *s, size_t n)
{
	static const char	 seps[] = ",;\t|";
	size_t			 head[4] = { 0 }, agree[4] = { 0 };
	size_t			 i, len, best = 0, lines = 0;
	bool			 blank, first = true;

	for (; lines <= LINES; s += len, n -= len) {
		size_t	 count[4] = { 0 };

		len = count_line(s, n, seps, count, &blank);
		if (first && !blank)
			memcpy(head, count, sizeof(head));
		else if (!blank && len > 0)
			for (i = 0; i < 4; i++)
				agree[i] += head[i] > 0 && count[i] == head[i];
		first = first && blank;
		lines += !blank;
		if (len == 0)
			break;
	}
	for (i = 1; i < 4; i++)
		if (head[i] > 0 && (head[best] == 0 || agree[i] > agree[best] ||
		    (agree[i] == agree[best] && head[i] > head[best])))
			best = i;
	return seps[best];
}

int
csv_wide(const char *s, size_t n)
{
	size_t	 i, nul[2] = { 0, 0 };

	if (n >= 2 && memcmp(s, "\xff\xfe", 2) == 0)
		return 1;
	if (n >= 2 && memcmp(s, "\xfe\xff", 2) == 0)
		return 2;
	/* Without the mark: every second byte is NUL. */
	n = n > 64 ? 64 : n & ~(size_t)1;
	for (i = 0; i < n; i++)
		nul[i % 2] += s[i] == '\0';
	return n < 8 ? 0 : nul[1] * 3 > n ? 1 : nul[0] * 3 > n ? 2 : 0;
}

const char *
csv_foreign(const char *s, size_t n)
{
	static const struct {
		const char	*magic;
		size_t		 n;
		const char	*what;
	} all[] = {
		{ "PK\003\004", 4, "is a zip archive or a spreadsheet; "
		    "unpack it, or export it as csv, first" },
		{ "\x1f\x8b", 2, "is compressed by gzip; unpack it first" },
		{ "BZh", 3, "is compressed by bzip2; unpack it first" },
		{ "\xfd" "7zXZ", 5, "is compressed by xz; unpack it first" },
		{ "\x28\xb5\x2f\xfd", 4, "is compressed by zstd; unpack it "
		    "first" },
		{ "\xd0\xcf\x11\xe0", 4, "is a spreadsheet; export it as csv "
		    "first" },
		{ "\xff\xfe\0\0", 4, "is UTF-32; convert it first: iconv -f "
		    "UTF-32 -t UTF-8" },
		{ "\0\0\xfe\xff", 4, "is UTF-32; convert it first: iconv -f "
		    "UTF-32 -t UTF-8" },
		{ "PAR1", 4, "is a parquet file; convert it to csv first" },
		{ "<!DOCTYPE", 9, "is a web page; download the file itself" },
		{ "<html", 5, "is a web page; download the file itself" },
	};
	size_t	 i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (n >= all[i].n && memcmp(s, all[i].magic, all[i].n) == 0)
			return all[i].what;
	return NULL;
}
