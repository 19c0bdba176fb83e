/*
 * csv_quotes.c: quotes that open a field and never close it.
 *
 * Such a quote swallows lines up to the next quote that happens to stand at
 * the end of a field, or up to the end of the file. Well-formed files double
 * the quotes within a field: one that stands alone behind a separator, on
 * another line than the field began, opens a field of another row. The line
 * where the field began is then suspect, and in the next pass over the file
 * its quotes are letters.
 */
#include <string.h>

#include "base/csv_internal.h"

static bool
is_suspect(const struct csv_watch *w, long line)
{
	size_t	 i;

	for (i = 0; i < w->n; i++)
		if (w->suspect[i] == line)
			return true;
	return false;
}

void
csv_suspect(struct csv_watch *w, long line)
{
	if (w->n < CSV_SUSPECTS && !is_suspect(w, line))
		w->suspect[w->n++] = line;
}

void
csv_watch_begin(struct csv_watch *w)
{
	w->state = CSV_START;
	w->line = 1;
	w->last = '\0';
	w->hide = is_suspect(w, 1);
}

/* One byte, as libcsv understands it. */
static void
step(struct csv_watch *w, char sep, char c)
{
	bool	 end = c == sep || c == '\n' || c == '\r';

	if (w->state == CSV_QUOTED && c == '"') {
		w->state = CSV_CLOSING;
		w->opens = w->last == sep && w->line > w->open_line;
	} else if (w->state == CSV_CLOSING && c == '"')
		w->state = CSV_QUOTED;
	else if (w->state != CSV_QUOTED && end)
		w->state = CSV_START;
	else if (w->state == CSV_START && c == '"') {
		w->state = CSV_QUOTED;
		w->open_line = w->line;
	} else if (w->state == CSV_START && c != ' ' && c != '\t')
		w->state = CSV_PLAIN;
	else if (w->state == CSV_CLOSING && c != ' ') {
		w->state = CSV_QUOTED;
		if (w->opens)
			csv_suspect(w, w->open_line);
	}
}

void
csv_watch_quotes(struct csv_watch *w, char sep, char *s, size_t n)
{
	size_t	 i;

	for (i = 0; i < n; i++) {
		if (w->last == '\r' ? s[i] != '\n' : w->last == '\n')
			w->hide = is_suspect(w, ++w->line);
		if (s[i] == '"' && w->hide)
			s[i] = CSV_LETTER;
		step(w, sep, s[i]);
		w->last = s[i];
	}
}
