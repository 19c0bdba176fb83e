/*
 * language.h: the languages that programs may be written in.
 */
#ifndef HCC_TASK_LANGUAGE_H
#define HCC_TASK_LANGUAGE_H

struct language {
	const char	*name;		/* in task.md, any case */
	const char	*ext;		/* of solution.EXT */
	const char	*argv[4];	/* runs it; NULL-terminated */
};

/* "project" stands for a command of the user's (project.h). */
#define LANGUAGES	"python, r, shell, julia, c"

/* NULL: it is not known. */
const struct language	*language_find(const char *name);

#endif
