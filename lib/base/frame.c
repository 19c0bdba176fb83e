/*
 * frame.c: one line of a Python stack trace.
 */
#include <string.h>

#include "base/frame.h"

bool
frame_parse(const char *p, size_t n, struct frame *f)
{
	const char	*s, *q, *end = p + n;

	if ((s = memmem(p, n, "File \"", 6)) == NULL)
		return false;
	f->at = (size_t)(s - p);
	f->path = s + 6;
	q = memmem(f->path, (size_t)(end - f->path), "\", line ", 8);
	if (q == NULL)
		return false;
	f->path_len = (size_t)(q - f->path);
	f->line = 0;
	for (q += 8; q < end && *q >= '0' && *q <= '9'; q++)
		if (f->line < 100000000)
			f->line = f->line * 10 + (*q - '0');
	return f->line > 0 && f->path_len > 0;
}

bool
frame_library(const char *path, size_t n)
{
	static const char *const parts[] = { "site-packages/",
		"site-packages\\", "\\lib\\", "\\Lib\\",
		"dist-packages/", "/lib/python", "/usr/lib/", "/lib64/python",
		"lib/python3", "lib/python2", "<frozen ", "/opt/conda/",
		"torch/_ops", "Frameworks/Python",
		/* other languages */
		"/.julia/packages", "/share/julia", "./Base.jl", "/.cargo/",
		"/rustc/", "node_modules/", "node:", "/go/src/", "/pkg/mod/",
		"/gems/", "/R/library/" };
	/* names of Java classes, at their start */
	static const char *const classes[] = { "java.", "javax.", "jdk.",
		"sun.", "scala.", "kotlin.", "org.apache.", "com.sun." };
	size_t	 i;

	if (n > 0 && path[0] == '<')
		return n < 7 || memcmp(path, "<stdin>", 7) != 0;
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (memmem(path, n, parts[i], strlen(parts[i])) != NULL)
			return true;
	for (i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (n > strlen(classes[i]) &&
		    memcmp(path, classes[i], strlen(classes[i])) == 0)
			return true;
	return false;
}
