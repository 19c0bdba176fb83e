/* unit_answer.c: what models answer (tests/answers.lua), read by the code
 * that reads it in the brain. Run from the root of the tree. */
#include <stdlib.h>

#include "../lib/js.h"
#include "../lib/script.h"
#include "tap.h"

int
main(void)
{
	const char	*dirs[] = { "share/hcc", NULL };
	struct hcc_err	 e = HCC_ERR_INIT;
	struct script	*s = NULL;
	jv		 list, one;
	int		 i, n;

	if (script_open(&s, "tests/answers.lua", dirs, &e) != HCC_OK ||
	    script_call(s, "run", jv_array(), &list, &e) != HCC_OK) {
		printf("Bail out! %s\n", e.text);
		return EXIT_FAILURE;
	}
	n = jv_array_length(jv_copy(list));
	for (i = 0; i < n; i++) {
		one = jv_array_get(jv_copy(list), i);
		IS_STR(js_str(one, "name", "?"), "", js_str(one, "got", "?"));
		jv_free(one);
	}
	jv_free(list);
	script_close(s);
	return tap_done();
}
