/*
 * failure_class.c: the class of a failure's message.
 *
 * One table, tried in order: what the message says counts more than what the
 * exception is called, so phrases come before the names that are used for
 * everything (ValueError, TypeError).
 */
#include <string.h>

#include "digest/line_class.h"
#include "run/failure_class.h"

static const char *const names[] = {
	[FAILURE_OTHER] = "other",
	[FAILURE_MISSING_VALUES] = "missing_values",
	[FAILURE_UNSEEN_CATEGORY] = "unseen_category",
	[FAILURE_TYPE] = "type",
	[FAILURE_SHAPE] = "shape",
	[FAILURE_MEMORY] = "memory",
	[FAILURE_TIMEOUT] = "timeout",
	[FAILURE_IMPORT] = "import",
	[FAILURE_KEY] = "key",
	[FAILURE_VALUE] = "value",
	[FAILURE_FILE] = "file",
	[FAILURE_SUBMISSION] = "submission",
	[FAILURE_NO_METRIC] = "no_metric",
	[FAILURE_KILLED] = "killed",
	[FAILURE_LEAK] = "leak",
};

enum { NAMES = sizeof(names) / sizeof(names[0]) };

struct rule {
	const char	*text;		/* lower case */
	enum failure_class class;
};

static const struct rule phrases[] = {
	{ "memoryerror", FAILURE_MEMORY },
	{ "out of memory", FAILURE_MEMORY },
	{ "outofmemory", FAILURE_MEMORY },
	{ "unable to allocate", FAILURE_MEMORY },
	{ "cannot allocate", FAILURE_MEMORY },
	{ "bad_alloc", FAILURE_MEMORY },
	{ "oom-kill", FAILURE_MEMORY },
	{ "oom_kill", FAILURE_MEMORY },
	{ "cannot allocate vector", FAILURE_MEMORY },
	{ "time limit", FAILURE_TIMEOUT },
	{ "timeouterror", FAILURE_TIMEOUT },
	{ "timeoutexpired", FAILURE_TIMEOUT },
	{ "timed out", FAILURE_TIMEOUT },
	{ "modulenotfounderror", FAILURE_IMPORT },
	{ "importerror", FAILURE_IMPORT },
	{ "no module named", FAILURE_IMPORT },
	{ "there is no package called", FAILURE_IMPORT },
	{ "cannot open shared object", FAILURE_IMPORT },
	{ "not found in current path", FAILURE_IMPORT },
	{ "unknown categor", FAILURE_UNSEEN_CATEGORY },
	{ "unseen", FAILURE_UNSEEN_CATEGORY },
	{ "has new level", FAILURE_UNSEEN_CATEGORY },
	{ "not in the list of categories", FAILURE_UNSEEN_CATEGORY },
	{ "contains nan", FAILURE_MISSING_VALUES },
	{ "missing value", FAILURE_MISSING_VALUES },
	{ "nan, infinity", FAILURE_MISSING_VALUES },
	{ "na/nan/inf", FAILURE_MISSING_VALUES },
	{ "float nan", FAILURE_MISSING_VALUES },
	{ "non-finite values", FAILURE_MISSING_VALUES },
	{ "null value", FAILURE_MISSING_VALUES },
	{ "nans", FAILURE_MISSING_VALUES },
	{ "contains infinity", FAILURE_MISSING_VALUES },
	{ "filenotfounderror", FAILURE_FILE },
	{ "no such file", FAILURE_FILE },
	{ "isadirectoryerror", FAILURE_FILE },
	{ "notadirectoryerror", FAILURE_FILE },
	{ "permissionerror", FAILURE_FILE },
	{ "read-only file system", FAILURE_FILE },
	{ "no space left", FAILURE_FILE },
	{ "cannot open the connection", FAILURE_FILE },
	{ "cannot open file", FAILURE_FILE },
	{ "emptydataerror", FAILURE_FILE },
	{ "parsererror", FAILURE_FILE },
	{ "keyerror", FAILURE_KEY },
	{ "not in index", FAILURE_KEY },
	{ "not found in axis", FAILURE_KEY },
	{ "undefined columns", FAILURE_KEY },
	{ "subscript out of bounds", FAILURE_KEY },
	{ "too many indices", FAILURE_SHAPE },
	{ "indexerror", FAILURE_KEY },
	{ "boundserror", FAILURE_KEY },
	{ "could not convert string", FAILURE_TYPE },
	{ "cannot cast", FAILURE_TYPE },
	{ "dtype", FAILURE_TYPE },
	{ "unsupported operand", FAILURE_TYPE },
	{ "non-numeric argument", FAILURE_TYPE },
	{ "must be numeric", FAILURE_TYPE },
	{ "inconsistent numbers of samples", FAILURE_SHAPE },
	{ "features, but", FAILURE_SHAPE },
	{ "feature names", FAILURE_SHAPE },
	{ "number of features", FAILURE_SHAPE },
	{ "length mismatch", FAILURE_SHAPE },
	{ "size mismatch", FAILURE_SHAPE },
	{ "same length", FAILURE_SHAPE },
	{ "of equal length", FAILURE_SHAPE },
	{ "same number of", FAILURE_SHAPE },
	{ "does not match length", FAILURE_SHAPE },
	{ "number of classes", FAILURE_SHAPE },
	{ "broadcast", FAILURE_SHAPE },
	{ "shape", FAILURE_SHAPE },
	{ "dimension", FAILURE_SHAPE },
	{ "non-conformable", FAILURE_SHAPE },
	{ "expected 2d", FAILURE_SHAPE },
	{ "expected 1d", FAILURE_SHAPE },
	{ "1d array", FAILURE_SHAPE },
	{ "typeerror", FAILURE_TYPE },
	{ "attributeerror", FAILURE_TYPE },
	{ "methoderror", FAILURE_TYPE },
	{ "valueerror", FAILURE_VALUE },
	{ "assertionerror", FAILURE_VALUE },
	{ "argumenterror", FAILURE_VALUE },
	{ "domainerror", FAILURE_VALUE },
	{ "zerodivisionerror", FAILURE_VALUE },
	{ "overflowerror", FAILURE_VALUE },
	{ "linalgerror", FAILURE_VALUE },
	{ "sanitizer", FAILURE_KILLED },
	{ "assertion `", FAILURE_KILLED },
	{ "segmentation fault", FAILURE_KILLED },
	{ "segfault", FAILURE_KILLED },
	{ "bus error", FAILURE_KILLED },
	{ "aborted", FAILURE_KILLED },
	{ "illegal instruction", FAILURE_KILLED },
	{ "floating point exception", FAILURE_KILLED },
	{ "core dumped", FAILURE_KILLED },
	{ "terminate called", FAILURE_KILLED },
	{ "stack smashing", FAILURE_KILLED },
	{ "killed", FAILURE_KILLED },
	{ "sigkill", FAILURE_KILLED },
};

const char *
failure_name(enum failure_class c)
{
	return (size_t)c < NAMES ? names[c] : names[FAILURE_OTHER];
}

enum failure_class
failure_class(const char *name)
{
	size_t	 i;

	for (i = 0; i < NAMES; i++)
		if (strcmp(names[i], name) == 0)
			return (enum failure_class)i;
	return FAILURE_OTHER;
}

enum failure_class
failure_judge(const char *message)
{
	char	 low[1024];
	size_t	 i;

	for (i = 0; i < sizeof(low) - 1 && message[i] != '\0'; i++)
		low[i] = message[i] >= 'A' && message[i] <= 'Z' ?
		    (char)(message[i] | 0x20) : message[i];
	low[i] = '\0';
	for (i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++)
		if (strstr(low, phrases[i].text) != NULL)
			return phrases[i].class;
	return FAILURE_OTHER;
}

bool
failure_is_error_line(const char *line)
{
	struct line_class	 c;

	classify_line(line, strlen(line), &c);
	return c.flags & CLASS_STRONG;
}
