/*
 * options.h: the typed option table of a tool.
 *
 * A row says what an option takes and where it goes; it is the only place
 * where an option is written: it drives getopt(3), the checks and their
 * messages, the -h text and, through -h, the shell completions. A table is
 *
 *	#define OPT_STRUCT struct options
 *	static const struct tool_opt opts[] = {
 *		OPT_COUNT('j', "jobs", slots, 1, 64, "runs at once"),
 *		OPT_FLAG('l', list, "list the metrics"),
 *		OPT_END
 *	};
 *
 * `slots` and `list` are members of OPT_STRUCT, whose defaults are there
 * before. A member of the wrong type does not compile.
 */
#ifndef HCC_BIN_COMMON_OPTIONS_H
#define HCC_BIN_COMMON_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

enum opt_kind {
	OPT_IS_FLAG,		/* takes nothing */
	OPT_IS_STRING,
	OPT_IS_LIST,		/* a string; may be given several times */
	OPT_IS_CHOICE,
	OPT_IS_COUNT,		/* a whole number from min to max */
	OPT_IS_NUMBER,		/* from min to max */
	OPT_IS_FRACTION,	/* above 0, up to max */
	OPT_IS_SECONDS,		/* 90, 90s, 15m, 8h, 2d; above 0 */
	OPT_IS_SIZE,		/* 800, 4k, 20M; above 0 */
	OPT_IS_DATE,		/* a day (its first second) or a time, in UTC */
	OPT_IS_LAST_DATE	/* a day (its last second) or a time */
};

struct tool_opt {
	char		 letter;
	enum opt_kind	 kind;
	const char	*arg;		/* its name, or the choices */
	size_t		 at;		/* of the member in OPT_STRUCT */
	size_t		 size;		/* of the member */
	double		 min, max;
	const char	*help;		/* one line */
};

/* The arguments of an option that may be given several times. */
struct opt_list {
	const char	**v;		/* NULL ends it; NULL: none given */
	size_t		 n, cap;
};

#define OPT_ROW(letter, kind, arg, type, m, min, max, help) \
	{ letter, kind, arg, \
	    _Generic(((OPT_STRUCT *)0)->m, type: offsetof(OPT_STRUCT, m)), \
	    sizeof(((OPT_STRUCT *)0)->m), min, max, help }
#define OPT_FLAG(l, m, help) \
	OPT_ROW(l, OPT_IS_FLAG, NULL, bool, m, 0, 0, help)
#define OPT_STRING(l, arg, m, help) \
	OPT_ROW(l, OPT_IS_STRING, arg, const char *, m, 0, 0, help)
#define OPT_LIST(l, arg, m, help) \
	OPT_ROW(l, OPT_IS_LIST, arg, struct opt_list, m, 0, 0, help)
/* One of "one|other|third"; "one|other|.." suggests, and takes any word. */
#define OPT_CHOICE(l, choices, m, help) \
	OPT_ROW(l, OPT_IS_CHOICE, choices, const char *, m, 0, 0, help)
/* The member is an int or, for more, an unsigned long. */
#define OPT_COUNT(l, arg, m, min, max, help) \
	{ l, OPT_IS_COUNT, arg, _Generic(((OPT_STRUCT *)0)->m, \
	    int: offsetof(OPT_STRUCT, m), \
	    unsigned long: offsetof(OPT_STRUCT, m)), \
	    sizeof(((OPT_STRUCT *)0)->m), min, max, help }
#define OPT_NUMBER(l, arg, m, min, max, help) \
	OPT_ROW(l, OPT_IS_NUMBER, arg, double, m, min, max, help)
#define OPT_FRACTION(l, arg, m, max, help) \
	OPT_ROW(l, OPT_IS_FRACTION, arg, double, m, 0, max, help)
#define OPT_SECONDS(l, arg, m, help) \
	OPT_ROW(l, OPT_IS_SECONDS, arg, double, m, 0, 0, help)
#define OPT_SIZE(l, arg, m, help) \
	OPT_ROW(l, OPT_IS_SIZE, arg, double, m, 0, 0, help)
/* The member is a char[32]; it gets "2026-01-31T00:00:00Z". */
#define OPT_DATE(l, arg, m, help) \
	OPT_ROW(l, OPT_IS_DATE, arg, char *, m, 0, 0, help)
#define OPT_LAST_DATE(l, arg, m, help) \
	OPT_ROW(l, OPT_IS_LAST_DATE, arg, char *, m, 0, 0, help)
#define OPT_END { 0, OPT_IS_FLAG, NULL, 0, 0, 0, 0, NULL }

/* A command of a tool that has several ("hcc-wisdom list"). Options stand
 * before or after it. */
struct tool_verb {
	const char	*name;
	const char	*options;	/* letters that mean something here */
	int		 least, most;	/* operands */
	const char	*help;		/* one line */
	const void	*data;		/* the tool's own */
};

struct tool;

/* Read the command line into `to`, an OPT_STRUCT. -h, -V, -v (verbose), -q
 * (also $HCC_QUIET) and -C DIR are handled here, for every tool that has no
 * option of that letter itself. With tool.verbs, tool.verb is set. Returns
 * the index of the first operand. Exits on -h and -V (0), on a usage error
 * (64) and when DIR is not there (66). */
int	 tool_options(struct tool *, int argc, char **argv, void *to);
/* Was the option given? */
bool	 tool_given(const struct tool *, int letter);
/* One line of the reason, two of usage; exits 64. */
void	 tool_usage(const struct tool *, const char *, ...)
	    __attribute__((noreturn, format(printf, 2, 3)));
/* The same for an argument: "option -j: '2x' is not " and `what` it takes. */
void	 tool_refuse(const struct tool *, int letter, const char *arg,
	    const char *what, ...)
	    __attribute__((noreturn, format(printf, 4, 5)));

#endif
