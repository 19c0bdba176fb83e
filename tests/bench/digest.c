/*
 * digest.c: a digest without one of its rules.
 *
 *	digest			list the rules and limits: number, name, value
 *	digest NUMBER TOKENS <LOG	digest a log without that one (-1: with
 *				all), in at most so many tokens (0: as usual)
 *
 * tests/bench/digest-rules asks for each what is lost.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "digest/digest_internal.h"

static void
list(void)
{
	size_t	 i;

	for (i = 0; i < ndigest_rules; i++)
		printf("%zu\t%s\t%g\n", i, digest_rules[i].name,
		    digest_rules[i].weight);
	for (i = 0; i < NLIMITS; i++)
		printf("%zu\tlimit: %s\t%g\n", ndigest_rules + i,
		    digest_limits[i].name, digest_limits[i].value);
}

int
main(int argc, char **argv)
{
	struct digest_opts	 o = { .max_tokens = 0 };
	struct digest		*d = NULL;
	struct hcc_err		 e = HCC_ERR_INIT;
	struct buf		 out = BUF_INIT;
	int			 without;

	if (argc != 3) {
		list();
		return 0;
	}
	o.max_tokens = strtoul(argv[2], NULL, 10);
	without = atoi(argv[1]);
	d = digest_open(&o);
	if ((without >= 0 && !digest_without(d, (size_t)without)) ||
	    digest_drain(d, STDIN_FILENO, "standard input", &e) != HCC_OK)
		return 1;
	digest_finish(d, &out);
	fwrite(buf_str(&out), 1, out.len, stdout);
	digest_close(d);
	buf_release(&out);
	return 0;
}
