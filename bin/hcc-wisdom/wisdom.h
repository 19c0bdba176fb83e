/*
 * wisdom.h: what the files of hcc-wisdom share. Each command is a function
 * that is given the operands; the base is open.
 */
#ifndef HCC_BIN_WISDOM_WISDOM_H
#define HCC_BIN_WISDOM_WISDOM_H

#include <stdio.h>
#include <jv.h>

#include "common/tool.h"
#include "wisdom/wisdom.h"

struct app {
	struct tool	 tool;
	const char	*file;		/* -f */
	const char	*match;		/* -m */
	const char	*task;		/* -t */
	char		 before[32];	/* -b, "" when absent; so are these */
	char		 since[32];	/* -e */
	char		 as_of[32];	/* -a */
	bool		 dry;		/* -n */
	bool		 json;		/* -j */
	bool		 shipped;	/* -s */
	struct wis	*w;
	struct embedder	*em;		/* once it was needed */
	size_t		 found;		/* printed, shown or forgotten */
};

/* Print a record (consumed); a wis_each. */
enum hcc_status	 app_print(void *app, jv, struct hcc_err *);
/* Do it for each id: the operands, else the records on standard input. What
 * fails is reported, and the next one is tried. */
void		 app_each_id(struct app *, int argc, char **argv,
		    enum hcc_status (*)(struct app *, const char *,
		    struct hcc_err *));
/* The embedder, open and with its name. */
enum hcc_status	 app_embedder(struct app *, struct embedder **,
		    struct hcc_err *);
/* Give entries that have no vector one, or all of them new ones. */
enum hcc_status	 app_embed(struct app *, bool all, struct hcc_err *);

enum hcc_status	 show_id(struct app *, const char *id, struct hcc_err *);
/* hcc-wisdom verify: the ids that are given, else every entry. */
enum hcc_status	 wisdom_verify(struct app *, int, char **, struct hcc_err *);
enum hcc_status	 wisdom_conflicts(struct app *, int, char **,
		    struct hcc_err *);
enum hcc_status	 forget_some(struct app *, int, char **, struct hcc_err *);
enum hcc_status	 import_files(struct app *, int, char **, struct hcc_err *);

#endif
