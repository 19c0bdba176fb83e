/* redact.c: the key in any spelling is replaced. */
#include "llm/redact.h"
#include "tap.h"

static void
masks(void)
{
	static const char	 key[] = "sk-a/b+c-12345";
	static const char *const t[][2] = {
		{ "x sk-a/b+c-12345 y", "x [key] y" },
		{ "sk-a%2Fb%2bc-12345", "[key]" },
		{ "\"sk-a\\/b\\u002bc-12345\"", "\"[key]\"" },
		{ "sk-a&#x2f;b&#43;c-12345.", "[key]." },
		/* In base64, as such and within something. */
		{ "c2stYS9iK2MtMTIzNDU=", "[key]U=" },
		{ "YTpzay1hL2IrYy0xMjM0NQ==", "YTp[key]Q==" },
		{ "QmVhcmVyIHNrLWEvYitjLTEyMzQ1Lg==", "QmVhcmVyIH[key]Lg==" },
		{ "736b2d612f622b632d3132333435", "[key]" },
		{ "736B2D612F622B632D3132333435", "[key]" },
		{ "sk-a/b+\n c-1\x01" "2345", "[key]" },
		{ "sk-a/b\\n+c-12345", "[key]" },
		{ "sk-a/\xe2\x80\x8b" "b+c-12345", "[key]" },
		{ "sk-sk-a/b+c-12345", "sk-[key]" },
		{ "sk-a/b+c-1234", "sk-a/b+c-1234" },
		{ "100% \\ & nothing", "100% \\ & nothing" },
		{ "sk-a/b+c-12345sk-a/b+c-12345", "[key][key]" },
	};
	struct buf	 b = BUF_INIT;
	char		 name[40];
	size_t		 i;

	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		buf_reset(&b);
		buf_adds(&b, t[i][0]);
		redact(&b, key, REDACT_TEXT);
		snprintf(name, sizeof(name), "spelling %zu of the key is "
		    "replaced", i);
		IS_STR(name, t[i][1], buf_str(&b));
	}
	/* A backslash that is meant, or one that escapes. */
	buf_reset(&b);
	buf_adds(&b, "k\\\"e&y\\\\567 k\\\\\\\"e\\u0026y\\\\\\\\567 "
	    "k\\&quot;e&amp;y\\\\567");
	redact(&b, "k\\\"e&y\\\\567", REDACT_TEXT);
	IS_STR("a key with backslashes is replaced",
	    "[key] [key] [key]", buf_str(&b));
	buf_reset(&b);
	buf_adds(&b, "none");
	redact(&b, "none", REDACT_TEXT);
	IS_STR("a short key is not replaced", "none", buf_str(&b));
	redact(&b, NULL, REDACT_TEXT);
	buf_release(&b);
}

int
main(void)
{
	masks();
	return tap_done();
}
