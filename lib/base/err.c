/*
 * err.c: status values, their sentences and their exit numbers.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"

static const struct {
	const char	*name;
	int		 exit;
} table[] = {
	[HCC_OK] = { "done", 0 },
	[HCC_NONE] = { "nothing to do", 1 },
	[HCC_USAGE] = { "usage", 64 },
	[HCC_INPUT] = { "bad input", 65 },
	[HCC_MISSING] = { "missing input", 66 },
	[HCC_UNAVAILABLE] = { "unavailable", 69 },
	[HCC_INTERNAL] = { "internal error", 70 },
	[HCC_IO] = { "input/output error", 74 },
	[HCC_AGAIN] = { "try again later", 75 },
	[HCC_PERMISSION] = { "permission denied", 77 },
	[HCC_CONFIG] = { "configuration", 78 },
};

/* Messages carry names and values from untrusted files: keep them one
 * printable line. Bytes above 0x7f stay, they are UTF-8. */
static void
clean(char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			*s = *s == '\t' ? ' ' : '?';
}

enum hcc_status
err_set(struct hcc_err *e, enum hcc_status st, const char *fmt, ...)
{
	va_list	 ap;

	if (e == NULL)
		return st;
	e->status = st;
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof(e->text), fmt, ap);
	va_end(ap);
	clean(e->text);
	return st;
}

enum hcc_status
err_errno(struct hcc_err *e, const char *fmt, ...)
{
	int		 no = errno;
	size_t		 n;
	va_list		 ap;
	enum hcc_status	 st = HCC_IO;

	if (no == ENOENT || no == ENOTDIR)
		st = HCC_MISSING;
	else if (no == EACCES || no == EPERM || no == EROFS)
		st = HCC_PERMISSION;
	else if (no == ENOMEM)
		st = HCC_INTERNAL;
	if (e == NULL)
		return st;
	e->status = st;
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof(e->text), fmt, ap);
	va_end(ap);
	n = strlen(e->text);
	snprintf(e->text + n, sizeof(e->text) - n, ": %s", strerror(no));
	clean(e->text);
	return st;
}

enum hcc_status
err_prefix(struct hcc_err *e, const char *fmt, ...)
{
	char	 old[sizeof(e->text)];
	size_t	 n;
	va_list	 ap;

	memcpy(old, e->text, sizeof(old));
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof(e->text), fmt, ap);
	va_end(ap);
	n = strlen(e->text);
	snprintf(e->text + n, sizeof(e->text) - n, ": %s", old);
	clean(e->text);
	return e->status;
}

enum hcc_status
err_nomem(struct hcc_err *e)
{
	return err_set(e, HCC_INTERNAL, "memory is exhausted");
}

const char *
err_name(enum hcc_status st)
{
	return table[st].name;
}

int
err_exit_code(enum hcc_status st)
{
	return table[st].exit;
}

enum hcc_status
err_from_exit_code(int exit)
{
	size_t	 i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].exit == exit)
			return (enum hcc_status)i;
	return HCC_UNAVAILABLE;
}
