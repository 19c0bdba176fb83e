/*
 * record.h: a C struct as a JSON object.
 *
 * A table has a row a member: its key, its kind, its place. Reader, writer,
 * copy and release all follow the table, so that a member is written down once
 * for the struct and once for the record:
 *
 *	struct point { char *name; double x; int n; };
 *	static const struct record_field fields[] = {
 *		RECORD_STR(struct point, name, 0),
 *		RECORD_NUM(struct point, x, RECORD_OPTIONAL),
 *		RECORD_INT(struct point, n, 1, 0),
 *	};
 *	const struct record point_record = RECORD(struct point, fields);
 *
 * A member that is misspelt or of another type does not compile. Strings,
 * lists and structs behind a pointer belong to the struct.
 */
#ifndef HCC_BASE_RECORD_H
#define HCC_BASE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <jv.h>

#include "base/err.h"

enum record_kind {
	RECORD_KIND_STR,	/* char *; NULL is null */
	RECORD_KIND_NUM,	/* double; NAN and infinities are null */
	RECORD_KIND_INT,
	RECORD_KIND_LONG,
	RECORD_KIND_BOOL,
	RECORD_KIND_JSON,	/* jv of any kind; null unless it is there */
	RECORD_KIND_PTR,	/* pointer to a struct; NULL is null */
	RECORD_KIND_LIST	/* allocated array of structs, and its size_t */
};

enum {
	RECORD_OPTIONAL = 1,	/* what has its default is not written */
	RECORD_NULL = 2		/* an integer that has its default is null */
};

struct record;
struct record_field {
	const char		*key;
	enum record_kind	 kind;
	size_t			 at;
	long			 dflt;		/* of an integer or bool */
	int			 flags;
	const struct record	*of;		/* PTR, LIST */
	size_t			 count;		/* LIST: where its length is */
};
struct record {
	const struct record_field	*fields;
	size_t				 n, size;
};

#define RECORD(type, fields) \
	{ fields, sizeof(fields) / sizeof(fields[0]), sizeof(type) }

/* The place of a member, which must be of type T. */
#define RECORD_AT(type, member, T) (offsetof(type, member) + \
	0 * sizeof(char[__builtin_types_compatible_p( \
	__typeof__(((type *)0)->member), T) ? 1 : -1]))

#define RECORD_STR(type, m, flags) \
	{ #m, RECORD_KIND_STR, RECORD_AT(type, m, char *), 0, flags, NULL, 0 }
#define RECORD_NUM(type, m, flags) \
	{ #m, RECORD_KIND_NUM, RECORD_AT(type, m, double), 0, flags, NULL, 0 }
#define RECORD_INT(type, m, dflt, flags) \
	{ #m, RECORD_KIND_INT, RECORD_AT(type, m, int), dflt, flags, NULL, 0 }
#define RECORD_LONG(type, m, dflt, flags) \
	{ #m, RECORD_KIND_LONG, RECORD_AT(type, m, long), dflt, flags, NULL, 0 }
#define RECORD_BOOL(type, m, flags) \
	{ #m, RECORD_KIND_BOOL, RECORD_AT(type, m, bool), 0, flags, NULL, 0 }
#define RECORD_JSON(type, m, flags) \
	{ #m, RECORD_KIND_JSON, RECORD_AT(type, m, jv), 0, flags, NULL, 0 }
#define RECORD_PTR(type, m, T, record, flags) \
	{ #m, RECORD_KIND_PTR, RECORD_AT(type, m, T *), 0, flags, record, 0 }
#define RECORD_LIST(type, m, n, T, record, flags) \
	{ #m, RECORD_KIND_LIST, RECORD_AT(type, m, T *), 0, flags, record, \
	RECORD_AT(type, n, size_t) }

/* The default of every member. */
void	 record_init(const struct record *, void *);
/* Fill a struct from an object (borrowed). What is absent or of another kind
 * has its default; what else the object or a list holds is passed over. */
void	 record_read(const struct record *, jv obj, void *);
/* The object of a struct. */
jv	 record_json(const struct record *, const void *);
/* `to` is filled anew. */
void	 record_copy(const struct record *, void *to, const void *from);
/* Release the members; all have their defaults then. */
void	 record_free(const struct record *, void *);

/* A new struct on the heap, with defaults; freed by record_delete (NULL is
 * fine). */
void	*record_new(const struct record *);
void	 record_delete(const struct record *, void *);
/* One more element, with defaults, at the end of an array *list of *n. Valid
 * until the next one. */
void	*record_append(const struct record *, void *list, size_t *n);

/* Read a JSON file, links followed. *found is false, and the members have their
 * defaults, when it is absent, no object or not for this user. An error means
 * that nobody knows: it cannot be read now. */
enum hcc_status	 record_find(const struct record *, int dir,
	    const char *path, void *, bool *found, struct hcc_err *);
/* The same where that makes no difference. */
bool	 record_load(const struct record *, int dir, const char *path, void *);
/* Publish as a file (json_publish). */
enum hcc_status	 record_publish(const struct record *, int dir,
	    const char *path, const void *, struct hcc_err *);

/* Replace a string member by a copy of `s` (NULL: by NULL). */
void	 record_set(char **, const char *s);
/* The same by s[n], without white space at both ends. */
void	 record_set_trimmed(char **, const char *s, size_t n);

#endif
