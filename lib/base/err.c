/*
 * err.c: status values, their messages and their exit codes.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"

static const int exit_code[] = {
	[HCC_OK] = 0,
	[HCC_NONE] = 1,
	[HCC_UNSOLVED] = 2,
	[HCC_USAGE] = 64,
	[HCC_INPUT] = 65,
	[HCC_MISSING] = 66,
	[HCC_UNAVAILABLE] = 69,
	[HCC_INTERNAL] = 70,
	[HCC_IO] = 74,
	[HCC_AGAIN] = 75,
	[HCC_PERMISSION] = 77,
	[HCC_CONFIG] = 78,
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

int
err_exit_code(enum hcc_status st)
{
	return exit_code[st];
}

enum hcc_status
err_from_exit_code(int exit)
{
	size_t	 i;

	for (i = 0; i < sizeof(exit_code) / sizeof(exit_code[0]); i++)
		if (exit_code[i] == exit)
			return (enum hcc_status)i;
	return HCC_UNAVAILABLE;
}
