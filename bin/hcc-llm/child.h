/*
 * child.h: commands of the user: key_cmd, and models that are commands.
 * They run by sh(1), with our environment (the key has left it) and stderr.
 */
#ifndef HCC_BIN_LLM_CHILD_H
#define HCC_BIN_LLM_CHILD_H

#include <sys/types.h>

#include "base/err.h"

/* Start `command`; *out reads its standard output. `in` becomes its standard
 * input, and it leads a process group of its own; with -1 that is /dev/null,
 * and it stays in ours, so that it may ask at the terminal. */
enum hcc_status	 llm_spawn(const char *command, int in, pid_t *, int *out,
		    struct hcc_err *);

#endif
