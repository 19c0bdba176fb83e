/*
 * tool.h: what every tool does alike: options, messages, input, exit.
 *
 * The option table is the only place where options are written: it drives
 * getopt(3), the -h text and, through -h, the shell completions.
 */
#ifndef HCC_BIN_TOOL_H
#define HCC_BIN_TOOL_H

#include <stdbool.h>
#include <jv.h>

#include "base/err.h"
#include "lua/policy.h"
#include "task/task.h"

struct tool_opt {
	char		 letter;
	const char	*arg;		/* name of the argument, NULL: none */
	const char	*help;		/* one line */
};

struct tool {
	const char		*name;	   /* "hcc-plan" */
	const char		*operands; /* "[task ...]" */
	const char		*about;	   /* one line, as in the man page */
	const struct tool_opt	*opts;	   /* own options, ends with letter 0 */
	bool			 quiet;	   /* -q */
	bool			 verbose;  /* -v */
	enum hcc_status		 worst;	   /* of tool_fail() */
};

/* -h, -v (verbose), -q (also $HCC_QUIET) and -C DIR are handled here, for
 * every tool that has no option of that letter itself; `each` is called for
 * each of the tool's own options and returns false if it dislikes `arg` (it
 * has then called tool_warn). Returns the index of the first operand. Exits
 * on -h (0) and on a usage error (64). */
int	 tool_options(struct tool *, int argc, char **argv,
	    bool (*each)(void *, int letter, const char *arg), void *);
/* Two lines of usage on stderr; exits 64. */
void	 tool_usage(const struct tool *) __attribute__((noreturn));

/* The argument of an option that is a day ("2026-01-31") or a time of a day
 * ("..T08:00:00Z"), in UTC; a day is its first second or, if `last`, its last.
 * False, with a message, if it is neither. */
bool	 tool_date(const struct tool *, const char *arg, bool last,
	    char out[32]);

/* "hcc-plan: text" on stderr. tool_say is for talk (silent with -q). */
void	 tool_warn(const struct tool *, const char *, ...)
	    __attribute__((format(printf, 2, 3)));
void	 tool_say(const struct tool *, const char *, ...)
	    __attribute__((format(printf, 2, 3)));
/* Report a failure and go on: remembered for tool_finish. HCC_NONE is
 * remembered, and said only when it has a text and -q is not given. */
void	 tool_fail(struct tool *, const struct hcc_err *);

/* One record (consumed) as a JSON line on stdout. */
void	 tool_record(jv);
/* The inputs of a tool: operands; else JSON lines on stdin when it is a pipe,
 * a file or a socket; else $HCC_TASK or ".". Each operand becomes the record
 * {"kind":"task","task":PATH}. Returns an array of objects; a line that is
 * not an object is reported and skipped. */
jv	 tool_inputs(struct tool *, int argc, char **argv);

/* The main loop of a tool that does one thing with each task: open the task
 * of each input record and call `each`; failures are reported and the next
 * one is tried. Returns the exit status, as tool_finish() does. */
int	 tool_each_task(struct tool *, int argc, char **argv,
	    enum hcc_status (*each)(void *, const struct task *, jv record,
	    struct hcc_err *), void *);

/* Close stdout, reporting what could not be written; returns the exit
 * status: 74 on a write error, else that of the worst failure. */
int	 tool_finish(struct tool *);

/* Where the shipped files are: $HCC_SHARE, else share/hcc beside the program
 * (uninstalled tree), else PREFIX/share/hcc. Static storage. */
const char *tool_share(void);
/* The same and the user's configuration ($XDG_CONFIG_HOME/hcc, else
 * ~/.config/hcc), for policies, brains and the embedder; config.lua is there,
 * or is the file of $HCC_CONFIG. Static storage. */
const struct places *tool_places(void);
/* The wisdom base: `given` when not NULL, else $HCC_WISDOM, else
 * $XDG_DATA_HOME/hcc/wisdom.db (~/.local/share). Static storage. */
const char *tool_wisdom(const char *given);
/* Where ledgers and locks of this user are: $XDG_STATE_HOME/hcc
 * (~/.local/state). Static storage. */
const char *tool_state(void);
/* Open the task of a record ("task"), with the session of $HCC_SESSION. */
enum hcc_status	 tool_task(jv record, struct task *, struct hcc_err *);
/* Directory that holds the running program (for exec of sibling tools). */
const char *tool_bindir(void);

#endif
