/*
 * knob.h: the settings of policies and of config.lua, one row each. The check,
 * the default and the message about a wrong value come from the row.
 */
#ifndef HCC_LUA_KNOB_H
#define HCC_LUA_KNOB_H

#include <jv.h>

#include "base/err.h"

enum knob_type {
	KNOB_NUMBER,		/* min to max */
	KNOB_COUNT,		/* whole, min to max; also "20M", in
				 * thousands */
	KNOB_SECONDS,		/* min to max; also "15m" */
	KNOB_BYTES,		/* min to max; also "4G", in 1024s */
	KNOB_BOOLEAN,
	KNOB_STRING,		/* one of `words`, if there are any */
	KNOB_LIST,		/* of such strings */
	KNOB_NAMES,		/* such a string, or such a list that is not
				 * empty; it becomes a list */
	KNOB_LISTS,		/* a table from any names to such lists */
	KNOB_TABLE,		/* with the rows `of`, or any */
	KNOB_TABLES		/* a table from any names to such tables */
};

struct knob {
	const char		*name;	/* NULL ends the rows */
	enum knob_type		 type;
	double			 min, max;	/* both 0: any number */
	const char		*dflt;	/* as JSON; NULL: none */
	const char *const	*words;	/* NULL ends them */
	const struct knob	*of;
};

/* Check the members of *table (an object, or an empty array) by the rows and
 * turn numbers with a unit into numbers. `file` and
 * `where`, the name of the table with a dot at its end ("llm.") or "", are
 * for messages; `more`: further names that exist (NULL: none). HCC_CONFIG
 * with file, line, what is allowed; *table is the caller's in any case. */
enum hcc_status	 knob_check(const struct knob *rows, const char *file,
		    const char *where, const char *more, jv *table,
		    struct hcc_err *);
/* Add the defaults of members that *table lacks, as the rows have them. */
void		 knob_defaults(const struct knob *rows, jv *table);
/* "FILE:LINE: " and a message about the field `name` of a table. */
enum hcc_status	 knob_refuse(const char *file, const char *name,
		    struct hcc_err *, const char *, ...)
		    __attribute__((format(printf, 4, 5)));

/* The line on which a Lua file sets a field of the table that it returns, by
 * its dotted name ("llm.models.local.url"); 0 when that is not certain. */
int		 lua_field_line(const char *file, const char *name);

#endif
