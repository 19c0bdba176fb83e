/*
 * language.c: the table of languages. A program in C is compiled at each run,
 * in a place of its own that goes with the sandbox.
 */
#include <stddef.h>
#include <strings.h>

#include "task/language.h"

static const struct language languages[] = {
	{ "python", "py", { "/usr/bin/python3", "-u", "solution.py", NULL } },
	{ "r", "R", { "/usr/bin/Rscript", "solution.R", NULL } },
	{ "shell", "sh", { "/bin/sh", "solution.sh", NULL } },
	{ "julia", "jl", { "/usr/bin/julia", "solution.jl", NULL } },
	{ "project", "files", { "/bin/sh", "-c", NULL } },
	{ "c", "c", { "/bin/sh", "-c",
	    "cc -O2 -o /tmp/solution solution.c -lm && exec /tmp/solution",
	    NULL } },
};

const struct language *
language_find(const char *name)
{
	size_t	 i;

	for (i = 0; i < sizeof(languages) / sizeof(languages[0]); i++)
		if (strcasecmp(languages[i].name, name) == 0)
			return &languages[i];
	return NULL;
}
