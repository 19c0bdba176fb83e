/*
 * libarchive.c: load libarchive when it is needed.
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>

#include "task/libarchive.h"

struct libarchive libarchive;

enum hcc_status
libarchive_load(struct hcc_err *e)
{
	if (libarchive.handle != NULL)
		return HCC_OK;
	if ((libarchive.handle = dlopen("libarchive.so.13", RTLD_NOW)) == NULL)
		return err_set(e, HCC_UNAVAILABLE, "load libarchive: %s",
		    dlerror());
#define LOAD(f) \
	if ((libarchive.f = (__typeof__(libarchive.f))dlsym( \
	    libarchive.handle, #f)) == NULL) \
		return err_set(e, HCC_UNAVAILABLE, "load libarchive: no " #f);
	LIBARCHIVE_CALLS(LOAD)
	return HCC_OK;
}

enum hcc_status
libarchive_failed(struct archive *a, const char *what, struct hcc_err *e)
{
	const char	*why = libarchive.archive_error_string(a);
	int		 no = libarchive.archive_errno(a);
	bool		 format = no <= 0 || no == EILSEQ || no == EINVAL;

	return err_set(e, no == ENOMEM ? HCC_INTERNAL : format ? HCC_INPUT :
	    HCC_IO, "%s: %s", what, why == NULL ? "archive error" : why);
}
