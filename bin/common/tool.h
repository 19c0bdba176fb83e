/*
 * tool.h: what every tool does alike: options, messages, input, exit.
 */
#ifndef HCC_BIN_TOOL_H
#define HCC_BIN_TOOL_H

#include <stdbool.h>
#include <jv.h>

#include "base/err.h"
#include "base/finding.h"
#include "common/options.h"
#include "common/paths.h"
#include "task/state.h"
#include "task/task.h"

struct tool {
	const char		*name;	   /* "hcc-plan" */
	const char		*operands; /* "[task ...]" */
	const char		*about;	   /* one line, as in the man page */
	const struct tool_opt	*opts;	   /* own options */
	const struct tool_verb	*verbs;	   /* commands, NULL: it has none */
	const struct tool_verb	*verb;	   /* the one that was given */
	char			 given[64]; /* letters of the options given */
	bool			 help, version;	/* -h, -V */
	bool			 quiet;	   /* -q */
	bool			 verbose;  /* -v */
	const char		*dir;	   /* -C */
	enum hcc_status		 worst;	   /* of tool_fail() */
};

/* "hcc-plan: text" on stderr. tool_say is for talk (silent with -q). */
void	 tool_warn(const struct tool *, const char *, ...)
	    __attribute__((format(printf, 2, 3)));
void	 tool_say(const struct tool *, const char *, ...)
	    __attribute__((format(printf, 2, 3)));
/* Report a failure and go on: remembered for tool_finish. HCC_NONE is
 * remembered, and said only when it has a text and -q is not given. */
void	 tool_fail(struct tool *, const struct hcc_err *);

/* printf(3) for people: what is no UTF-8 and what a terminal would obey becomes
 * `?', because texts come from models, logs and others. */
void	 tool_put(const char *, ...) __attribute__((format(printf, 1, 2)));
/* One record (consumed) as a JSON line on stdout. */
void	 tool_record(jv);
/* The inputs of a tool: operands; else JSON lines on stdin when it is a pipe,
 * a file or a socket; else $HCC_TASK or ".". Each operand becomes the record
 * {"kind":"task","task":PATH}. Returns an array of objects; a line that is
 * not an object is reported and skipped. */
jv	 tool_inputs(struct tool *, int argc, char **argv);

/* The task that tools work on without an operand: $HCC_TASK or ".". */
const char *tool_here(void);
/* The task before operands of another kind: operand *i, which is stepped over,
 * when it is a directory with a task.md; else NULL. Borrowed. */
const char *tool_task_operand(int argc, char *const *argv, int *i);

/* The main loop of a tool that does one thing with each task: open the task
 * of each input record and call `each`; failures are reported and the next
 * one is tried. Returns the exit status, as tool_finish() does. */
int	 tool_each_task(struct tool *, int argc, char **argv,
	    enum hcc_status (*each)(void *, const struct task *, jv record,
	    struct hcc_err *), void *);

/* Close stdout, reporting what could not be written; returns the exit
 * status: 74 on a write error, else that of the worst failure. */
int	 tool_finish(struct tool *);

/* Tell of each plan that cannot be read, with file and line. It is a failure,
 * or, with `warn`, nothing that keeps the tool from what it is to do. */
void	 tool_unread(struct tool *, const struct state *, bool warn);

/* Tell people of a finding of fsck_lock(); `tool` is the struct. What a kill
 * has left is taken away in silence. */
void	 tool_finding(void *tool, const struct finding *);

/* Open the task of a record ("task"), with the session of $HCC_SESSION. */
enum hcc_status	 tool_task(jv record, struct task *, struct hcc_err *);

#endif
