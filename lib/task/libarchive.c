/*
 * libarchive.c: load libarchive when it is needed.
 */
#include <dlfcn.h>
#include <errno.h>

#include "task/libarchive.h"

struct libarchive libarchive;

enum hcc_status
libarchive_load(struct hcc_err *e)
{
	void	*so;

	if (libarchive.loaded)
		return HCC_OK;
	if ((so = dlopen("libarchive.so.13", RTLD_NOW)) == NULL)
		return err_set(e, HCC_UNAVAILABLE, "load libarchive: %s",
		    dlerror());
#define LOAD(f) \
	if ((libarchive.f = (__typeof__(libarchive.f))dlsym(so, #f)) == NULL) \
		return err_set(e, HCC_UNAVAILABLE, "load libarchive: no " #f);
	LIBARCHIVE_CALLS(LOAD)
	libarchive.utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (libarchive.utf8 == (locale_t)0)
		return err_set(e, HCC_UNAVAILABLE, "load libarchive: there is "
		    "no locale C.UTF-8");
	libarchive.loaded = true;
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
