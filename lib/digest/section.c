/*
 * section.c: the sections of a log, as far as they have headings.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "digest/char.h"
#include "digest/section.h"
#include "digest/text.h"
#include "digest/word_class.h"

enum {
	FIRST_WORDS = 3,	/* of a line, that may call it a section, */
	PART_WORDS = 5,		/* or say what part of the data it is of */
	PART_WIDTH = 80
};

/* The first letter from `i` on. */
static size_t
letter(const char *p, size_t n, size_t i)
{
	while (i < n && !is_letter(p[i]))
		i++;
	return i;
}

bool
section_find(struct template *t, const struct log_line *l)
{
	size_t		 from, i;
	unsigned	 words;

	if ((t->counts && !t->trials) || l->over || l->n > HEADING_WIDTH)
		return false;
	if (t->heading)
		return true;
	/* No row of a table, no bar, nothing that says what is over. */
	if (!(l->flags & SECTION) || *l->p == '|' || *l->p == '\xe2' ||
	    memmem(l->p, l->n, "%|", 2) != NULL ||
	    template_class(t)->flags & (CLASS_ERROR | CLASS_WARN |
	    CLASS_OUTCOME) || (t->cls.flags & CLASS_METRIC &&
	    t->cls.flags & CLASS_DECIMAL))
		return false;
	/* `[eval] ..` is a section, whatever else stands in brackets. */
	from = i = letter(l->p, l->n, *l->p == '[' || *l->p == '(' ? 0 :
	    text_prefix(l->p, l->n));
	for (words = 0; i < l->n && words < FIRST_WORDS; words++) {
		while (i < l->n && is_letter(l->p[i]))
			i++;
		while (i < l->n && !is_letter(l->p[i]))
			i++;
	}
	return words_class(l->p + from, i - from) & SECTION;
}

/* The words of a line that name a part of the data, as a number; 0: none. */
static uint64_t
hash_part(const struct log_line *l, size_t i, bool results)
{
	uint64_t	 h = 0;
	size_t		 from;
	unsigned	 k, c;

	for (k = 0; k < PART_WORDS; k++) {
		from = i = letter(l->p, l->n, i);
		while (i < l->n && is_letter(l->p[i]))
			i++;
		if (from > 0 && (l->p[from - 1] == '/' ||
		    l->p[from - 1] == '.'))
			return 0;	/* a path */
		c = word_class(l->p + from, i - from);
		if (c & OF_DATA || (c & SECTION && !(c & (CLASS_PARAM |
		    CLASS_DATA))))
			h = h * 31 + hash_bytes(l->p + from, i - from);
		/* Of results only what they begin with. */
		if (results)
			return i < l->n && memchr("_-/", l->p[i], 3) == NULL ?
			    h : 0;
	}
	return h;
}

uint64_t
part_find(struct template *t, const struct log_line *l)
{
	size_t		 i;
	unsigned	 c;

	if (!(l->flags & (OF_DATA | SECTION)) || l->over)
		return 0;
	i = text_prefix(l->p, l->n);
	if (l->n - i > PART_WIDTH || hash_part(l, i, false) == 0)
		return 0;
	c = template_class(t)->flags;
	return c & (CLASS_ERROR | CLASS_WARN | CLASS_FRAME) ? 0 :
	    hash_part(l, i, c & CLASS_DECIMAL);
}

void
part_set(struct templates *ts, const struct template *t)
{
	if (t->names_part != 0)
		ts->part = t->names_part;
	else if (t->counts)
		ts->part = 0;
}

bool
part_differs(const struct templates *ts, struct template *t)
{
	unsigned	 c;

	if (t->part == ts->part)
		return false;
	if (!t->asked) {
		c = template_class(t)->flags;
		t->shared = c & CLASS_METRIC && c & CLASS_DECIMAL &&
		    !(c & (CLASS_ERROR | CLASS_WARN)) &&
		    t->names_part == 0 && !t->heading && !t->section &&
		    !(words_class(t->first.p, t->first.n) &
		    (OF_DATA | SECTION | COUNTER));
		t->asked = true;
	}
	return t->shared;
}

/* A hash of what a heading says; when it was said does not count. */
static uint64_t
hash_heading(const struct log_line *l)
{
	size_t		 from = letter(l->p, l->n, text_prefix(l->p, l->n));
	size_t		 end;
	uint64_t	 h = 0;
	unsigned	 i;

	for (i = 0; i < l->nnums && from < l->n; i++) {
		end = l->num[i].at;
		if (l->num[i].kind != NUMBER_TIME || end < from)
			continue;
		h = h * 31 + hash_bytes(l->p + from, end - from);
		from = end + l->num[i].len;
	}
	return from < l->n ? h * 31 + hash_bytes(l->p + from, l->n - from) :
	    h;
}

void
section_begin(struct templates *ts, const struct log_line *l)
{
	uint64_t	 h;
	unsigned	 i;

	ts->in_section = 0;
	if (ts->nsections == MAX_SECTIONS)
		return;
	h = hash_heading(l);
	if (ts->section == NULL)
		ts->section = mem_zero(MAX_SECTIONS, sizeof(*ts->section));
	for (i = 0; i < ts->nsections && ts->section[i].hash != h; i++)
		;
	if (i == ts->nsections) {
		ts->section[i].hash = h;
		excerpt_set(&ts->section[i].line, l, HEADING_WIDTH);
		ts->nsections++;
	}
	ts->in_section = i + 1;
}

const struct excerpt *
section_heading(const struct templates *ts, unsigned i)
{
	return i == 0 ? NULL : &ts->section[i - 1].line;
}

bool
section_scattered(const struct template *t)
{
	unsigned	 i;

	for (i = 0; i < t->nsamples; i++)
		if (t->sample[i].section <= (i == 0 ? t->first.section :
		    t->sample[i - 1].section))
			return false;
	return t->nsamples > 0;
}

void
sections_release(struct templates *ts)
{
	unsigned	 i;

	for (i = 0; i < ts->nsections; i++)
		free(ts->section[i].line.p);
	free(ts->section);
}
