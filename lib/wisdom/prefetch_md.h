/*
 * prefetch_md.h: prefetch.md, the wisdom that a task starts with (Omega in the
 * paper, section 3.4): choose entries by policy, write, read, remove.
 */
#ifndef HCC_WISDOM_PREFETCH_MD_H
#define HCC_WISDOM_PREFETCH_MD_H

#include <jv.h>

#include "base/buf.h"
#include "base/err.h"
#include "embed/embedder.h"
#include "lua/policy.h"
#include "task/task.h"

/* The cosine that a match must exceed: prefetch.lua's, else the embedder's. */
double		 prefetch_delta(struct script *policy, const struct embedder *);
/* Ask prefetch.lua which of the matches (borrowed, as from wis_match) to write,
 * in which order. *chosen (the caller's) is an array of entries. */
enum hcc_status	 prefetch_md_select(const struct task *, struct script *policy,
		    jv matches, jv *chosen, struct hcc_err *);
/* Append the text of prefetch.md: front matter with `about` (embedder, delta;
 * borrowed), matches and tokens; then for each entry
 *
 *	## ID TASK (similarity 0.83, status, origin, 2026-11-28)
 *
 * a line "Doubtful: .." where it is (doubt.h), its ranking in a fence
 * "```ranking", one JSON object a line, and its text in a fence that the text
 * cannot close. *ids (the caller's) is an array of the full ids. */
void		 prefetch_md_format(struct buf *, jv about, jv chosen,
		    jv *ids);

/* Append the text of a prefetch.md without the sections of entry `id` (headings
 * hold a prefix of it) and update the numbers of its front matter. Returns the
 * number of sections removed. */
int		 prefetch_md_remove(struct buf *, const char *text, size_t n,
		    const char *id);

/* The entries of a prefetch.md: [{id, task, similarity, status, origin,
 * created, doubt, tags, ranking, text}]. Text that is no entry is ignored. */
jv		 prefetch_md_read(const char *text, size_t n);
/* The same of a task, whose file may be absent. */
jv		 prefetch_md_load(const struct task *);

#endif
