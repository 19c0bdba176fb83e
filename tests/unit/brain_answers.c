/* brain_answers.c: what models answer (tests/unit/brain_answers.lua), read by the code
 * that reads it in the brain. Run from the root of the tree. */
#include <stdlib.h>

#include "base/json.h"
#include "lua/script.h"
#include "tap.h"

int
main(void)
{
	const char	*dirs[] = { "share/hcc", NULL };
	struct hcc_err	 e = HCC_ERR_INIT;
	struct script	*s = NULL;
	bool		 more = true;
	jv		 one;
	int		 i;

	if (script_open(&s, "tests/unit/brain_answers.lua", dirs, &e) != HCC_OK) {
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
