/*
 * cases.h: tests in Lua. The script's run(i) gives {name, got} of its case i,
 * got being "" when it is good, and nil behind the last one. Each call has the
 * time that a brain has. Run from the root of the tree.
 */
#ifndef HCC_TEST_CASES_H
#define HCC_TEST_CASES_H

#include <stdlib.h>

#include "base/json.h"
#include "lua/script.h"
#include "tap.h"

static int
run_cases(const char *path)
{
	const char	*dirs[] = { "share/hcc", "tests/unit", NULL };
	struct hcc_err	 e = HCC_ERR_INIT;
	struct script	*s = NULL;
	bool		 more = true;
	jv		 one;
	int		 i;

	if (script_open(&s, path, dirs, &e) != HCC_OK) {
		printf("Bail out! %s\n", e.text);
		return EXIT_FAILURE;
	}
	for (i = 1; more; i++) {
		if (script_call(s, "run", jv_array_append(jv_array(),
		    jv_number(i)), &one, &e) != HCC_OK)
			IS_STR(e.text, "", "an error");
		more = jv_get_kind(one) == JV_KIND_OBJECT;
		if (more)
			IS_STR(json_str(one, "name", "?"), "",
			    json_str(one, "got", "?"));
		jv_free(one);
	}
	script_close(s);
	return tap_done();
}

#endif
