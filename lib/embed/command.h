/*
 * command.h: any command as the embedder.
 */
#ifndef HCC_EMBED_COMMAND_H
#define HCC_EMBED_COMMAND_H

#include <stddef.h>

#include "base/err.h"

struct emb_answers {
	size_t	 count, dim;
	float	*vectors;	/* count * dim, each of unit length or zero */
	char	*embedder;	/* the command's name for itself, or NULL */
};

/* Give the texts, as JSON lines {"id","text"} with the ids "1", "2", .., to
 * a shell command and check what it prints: one JSON line {"id","vector"}
 * for each id, in any order, all vectors of one length (at most 65536) and of
 * finite numbers. The command has our environment and stderr. Fails with
 * HCC_UNAVAILABLE when the command fails or an answer is wrong, and needs no
 * release then. */
enum hcc_status	 emb_command(const char *command, const char *const *texts,
		    size_t count, struct emb_answers *, struct hcc_err *);
void		 emb_answers_release(struct emb_answers *);

#endif
