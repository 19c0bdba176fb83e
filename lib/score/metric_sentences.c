/*
 * metric_sentences.c: the evaluation sections of a description, or else its
 * sentences about scores, as sentences of plain words.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "score/metric_internal.h"

bool
metric_about_scores(const char *s, size_t n)
{
	static const char *const words[] = { "evaluat", "metric", "scor",
	    "judge", "graded", "measured by", "measured as", "measured with",
	    "measured in", "ranked", "ranking", "assessed", "compared by",
	    "compare forecasts", "compare predictions", "compare answers",
	    "leaderboard uses", "leaderboard is",
	    "performance is", "minimi", "maximi", "wins" };
	size_t	 i, j, len;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		len = strlen(words[i]);
		for (j = 0; j + len <= n; j++)
			if (strncasecmp(s + j, words[i], len) == 0)
				return true;
	}
	return false;
}

/* Depth of the Markdown heading in this line, 0: it is none. A line that is
 * the bare word Evaluation or Metric counts as one of depth 2. */
static size_t
heading(const char *s, size_t n)
{
	size_t	 depth = 0;

	while (depth < n && s[depth] == '#')
		depth++;
	if (depth > 0)
		return depth;
	while (n > 0 && strchr(" \t\r:*_", s[n - 1]) != NULL)
		n--;
	while (n > 0 && strchr(" \t*_", s[0]) != NULL)
		n--, s++;
	return (n == 10 && strncasecmp(s, "evaluation", n) == 0) ||
	    (n == 6 && strncasecmp(s, "metric", n) == 0) ||
	    (n == 7 && strncasecmp(s, "scoring", n) == 0) ||
	    (n == 17 && strncasecmp(s, "evaluation metric", n) == 0) ? 2 : 0;
}

/* Is the point at `s` that of a title or an initial ("Prof. A. Mae")? */
static bool
abbreviates(const char *start, const char *s)
{
	static const char *const titles[] = { "Dr", "Prof", "Mr", "Mrs", "Ms",
	    "St", "vs", "e.g", "i.e" };
	size_t	 i, n = 0;

	while (s - n > start && !isspace((unsigned char)s[-1 - (ssize_t)n]) &&
	    strchr("(,", s[-1 - (ssize_t)n]) == NULL)
		n++;
	if (n == 1 && isupper((unsigned char)s[-1]))
		return true;
	for (i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		if (strlen(titles[i]) == n &&
		    strncmp(s - n, titles[i], n) == 0)
			return true;
	return false;
}

/* Does the text go on in another sentence or item at `s`? A colon ends none
 * when more follows on its line: "Metric: accuracy". */
static bool
ends(const char *start, const char *s)
{
	if (*s == '\n')
		return s[1] == '\n' || s[1] == '\r' || s[1] == '#' ||
		    s[1] == '|' || strncmp(s + 1, "- ", 2) == 0 ||
		    strncmp(s + 1, "* ", 2) == 0 || *start == '#';
	if (strncmp(s, "$$", 2) == 0)	/* a formula */
		return true;
	if (*s == ':')
		return s[1 + strspn(s + 1, " \t")] == '\n';
	return strchr(".!?;", *s) != NULL && isspace((unsigned char)s[1]) &&
	    (*s != '.' || !abbreviates(start, s));
}

/* The length of what is no text at `s`: the address of a link. */
static size_t
address(const char *s)
{
	if (strncmp(s, "](", 2) == 0)
		return 2 + strcspn(s + 2, ")\n");
	if (strncasecmp(s, "http://", 7) == 0 ||
	    strncasecmp(s, "https://", 8) == 0)
		return strcspn(s, " \t\r\n)>\"");
	return 0;
}

/* Append the text as sentences of plain words, a NUL behind each: all of them,
 * or those about scores. */
static void
add_sentences(struct buf *out, const char *s, size_t n, bool all)
{
	const char	*end = s + n, *start;
	struct buf	 raw = BUF_INIT, words = BUF_INIT;
	size_t		 skip;

	while (s < end) {
		buf_reset(&raw);
		for (start = s; s < end; s++) {
			if ((skip = address(s)) > 0) {
				buf_addc(&raw, ' ');
				s += skip - 1;
				continue;
			}
			if (ends(start, s))
				break;
			buf_addc(&raw, *s);
		}
		s += s < end;
		buf_reset(&words);
		metric_normalise(&words, buf_str(&raw), raw.len);
		if (words.len > 0 && (all || metric_about_scores(buf_str(&raw),
		    raw.len) || metric_is_name(words.p)))
			buf_add(out, words.p, words.len + 1);
	}
	buf_release(&words);
	buf_release(&raw);
}

/* The sentences of the sections whose heading is about scores. Returns
 * whether there are such sections. */
static bool
sections(struct buf *out, const char *s)
{
	const char	*from = NULL;
	size_t		 n, depth, inside = 0;
	bool		 any = false, empty = false;

	for (; *s != '\0'; s += n + (s[n] == '\n')) {
		n = strcspn(s, "\n");
		depth = heading(s, n);
		if (depth == 0)
			empty = empty && n == strspn(s, " \t\r");
		if (depth == 0 || (inside > 0 && (depth > inside || empty)))
			continue;
		if (from != NULL)
			add_sentences(out, from, (size_t)(s - from), true);
		inside = metric_about_scores(s, n) ? depth : 0;
		empty = true;	/* a heading right below belongs to it */
		from = inside > 0 ? s : NULL;
		any = any || from != NULL;
	}
	if (from != NULL)
		add_sentences(out, from, (size_t)(s - from), true);
	return any;
}

void
metric_sentences(struct buf *out, const char *text)
{
	if (!sections(out, text))
		add_sentences(out, text, strlen(text), false);
	buf_addc(out, '\0');
}
