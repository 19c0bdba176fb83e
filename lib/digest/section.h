/*
 * section.h (private to digest): whose results are these?
 *
 * `Fitting model: ridge`, `>>> lr=0.1 depth=3 <<<`: lines that say what those
 * below are about. Results that come once a section belong to its heading.
 */
#ifndef HCC_DIGEST_SECTION_H
#define HCC_DIGEST_SECTION_H

#include "digest/template.h"

/* Does a line like `l`, the first of `t`, head a section? To be asked after
 * context_find. */
bool	 section_find(struct template *t, const struct log_line *l);
/* A line of such a template: it begins a section unless one with its text was
 * there before. */
void	 section_begin(struct templates *, const struct log_line *);
/* The heading of section `i`, NULL if there is none. */
const struct excerpt	*section_heading(const struct templates *, unsigned i);
/* Do the lines of `t` stand in sections with different headings? */
bool	 section_scattered(const struct template *);
void	 sections_release(struct templates *);

/* What part of the data the lines below `l`, the first of `t`, are of: a number
 * for words such as train and test; 0 if it does not say. */
uint64_t part_find(struct template *t, const struct log_line *l);
/* The line of `t` is read: which part the next ones are of. */
void	 part_set(struct templates *, const struct template *t);
/* Does a line of this template that stands here belong to another, of this part
 * of the data? */
bool	 part_differs(const struct templates *, struct template *t);

#endif
