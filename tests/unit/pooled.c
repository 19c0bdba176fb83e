/*
 * pooled.c: what a use of wisdom is worth, and many together: how often an
 * entry without effect is confirmed, how often one with an effect is.
 */
#include <stdlib.h>

#include "base/json.h"
#include "lua/policy.h"
#include "said.h"
#include "task/change.h"
#include "tap.h"
#include "wisdom/pooled.h"

#define FOLDS	5
#define USES	5
#define ENTRIES	10000

static struct hcc_err	 err;
static struct script	*policy;

static void
alone(void)
{
	IS_NUM("4 degrees of freedom, at 2.5 %", 1.96, gain_of(2.7764, 5),
	    1e-3);
	IS_NUM("3 degrees of freedom, at 2.5 %", 1.96, gain_of(3.1824, 4),
	    1e-3);
	IS_NUM("2 degrees of freedom, at 10 %", 1.2816, gain_of(1.8856, 3),
	    1e-3);
	IS_NUM("1 degree of freedom, at 10 %", 1.2816, gain_of(3.0777, 2),
	    1e-3);
	IS_NUM("9 degrees of freedom, at 0.5 %", 2.5758, gain_of(3.2498, 10),
	    1e-3);
	IS_NUM("very many folds are normal", 1.96, gain_of(1.96, 100001),
	    1e-3);
	IS_NUM("harm is below 0", -1.96, gain_of(-2.7764, 5), 1e-3);
	IS_NUM("no difference is no gain", 0, gain_of(0, 5), 0);
	IS_NUM("folds that are all equal show none", 0, gain_of(NAN, 5), 0);
	IS_NUM("a single use has its limit", 3, gain_of(INFINITY, 10), 0);
	IS_NUM("so has its harm", -3, gain_of(-1e300, 10), 0);
	IS_NUM("two folds that do not vary are worth little", 1.5341,
	    gain_of(INFINITY, 2), 1e-3);
	IS_NUM("three are worth more", 2.1539, gain_of(1e9, 3), 1e-3);
}

/* A list of gains in which a letter stands for an id of 64 such. */
static jv
list_of(const char *text)
{
	char		 full[4096];
	const char	*p;
	size_t		 n = 0;

	for (p = text; *p != '\0'; p++)
		if (*p == '<') {
			n += (size_t)snprintf(full + n, sizeof(full) - n,
			    "{\"id\":\"");
			memset(full + n, p[1], 64);
			n += 64;
			n += (size_t)snprintf(full + n, sizeof(full) - n,
			    "\",\"gain\":");
			p++;
		} else
			full[n++] = *p == '>' ? '}' : *p;
	full[n] = '\0';
	return jv_parse(full);
}

/* The set of two lists that are joined, and what it shows. */
static const char *
joined(const char *a, const char *b)
{
	static char	 text[600];
	jv		 set = gains_tidy(jv_array_concat(
			    gains_tidy(list_of(a)), list_of(b))), one;
	size_t		 n = 0;
	int		 i;

	for (i = 0; json_item(set, i, &one); i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%.1s%g ",
		    json_str(one, "id", "?"), json_num(one, "gain", NAN));
	snprintf(text + n, sizeof(text) - n, "%s",
	    said(gains_pooled(set)));
	jv_free(set);
	return text;
}

static void
sets(void)
{
	jv	 many = jv_array();
	char	 id[65];
	int	 i;

	IS_STR("without uses nothing is shown",
	    "{'conflicting':false,'uses':0,'value':0}", joined("[]", "[]"));
	IS_STR("gains add up, divided by the root of their number",
	    "a1 b1 c1 d1 {'conflicting':false,'uses':4,'value':2}",
	    joined("[<d1>,<a1>]", "[<c1>,<b1>]"));
	IS_STR("no comparison counts twice",
	    "a1 b2 {'conflicting':false,'uses':2,'value':2.1213203435596424}",
	    joined("[<a1>,<b2>]", "[<b2>,<a1>]"));
	IS_STR("of two values of one the smaller counts",
	    "a0.5 {'conflicting':false,'uses':1,'value':0.5}",
	    joined("[<a3>]", "[<a0.5>]"));
	IS_STR("of two as large the harm",
	    "a-1 {'conflicting':false,'uses':1,'value':-1}",
	    joined("[<a-1>]", "[<a1>]"));
	IS_STR("strong gains and strong harm are conflicting",
	    "a2.1 b-2.1 {'conflicting':true,'uses':2,'value':0}",
	    joined("[<a2.1>]", "[<b-2.1>]"));
	IS_STR("of many uses some are strong by chance",
	    "12.1 2-2.1 a0 b0 c0 d0 e0 f0 "
	    "{'conflicting':false,'uses':8,'value':0}",
	    joined("[<a0>,<b0>,<c0>,<d0>,<e0>,<f0>]", "[<12.1>,<2-2.1>]"));
	IS_STR("strong gains and weak harm are not",
	    "a2.5 b-2 {'conflicting':false,'uses':2,"
	    "'value':0.35355339059327373}", joined("[<a2.5>]", "[<b-2>]"));
	IS_STR("what is unsound is left out",
	    "a3 {'conflicting':false,'uses':1,'value':3}",
	    joined("[<a3>,<b3.1>,<c1e308>,<dnull>,<e\"1\">,<f-1e999>,7,{}]",
	    "[<x1>,null,[],\"a\"]"));
	IS_STR("a list may be anything",
	    "{'conflicting':false,'uses':0,'value':0}",
	    said(gains_pooled(jv_null())));
	for (i = 0; i < 100; i++) {
		snprintf(id, sizeof(id), "%064d", i);
		many = jv_array_append(many, json_put_num(json_put_str(
		    jv_object(), "id", id), "gain", 1));
	}
	many = gains_tidy(many);
	IS_NUM("a set has its limit", 64, json_len(many), 0);
	jv_free(many);
}

/* Normally distributed. */
static double
draw(void)
{
	double	 sum = 0;
	int	 i;

	for (i = 0; i < 12; i++)
		sum += drand48();
	return sum - 6;
}

/* Two results whose folds differ by `effect`, in standard deviations of a
 * difference, on average. As training sets overlap, folds are correlated by 1 /
 * FOLDS, for which the interval of change_of() is made. `rows`: of a fold, and
 * the differences are of single rows; 0: they are continuous. */
static struct change
use_of(double effect, int rows)
{
	struct base	 a, b;
	struct change	 c;
	double		 common = draw(), d;
	int		 i;

	record_init(&base_record, &a);
	record_init(&base_record, &b);
	jv_free(a.folds);
	jv_free(b.folds);
	a.folds = jv_array();
	b.folds = jv_array();
	a.score = b.score = 0;
	for (i = 0; i < FOLDS; i++) {
		d = effect + common * sqrt(1.0 / FOLDS) +
		    draw() * sqrt(1 - 1.0 / FOLDS);
		d = rows == 0 ? d : round(d) / rows;
		a.folds = jv_array_append(a.folds, jv_number(d));
		b.folds = jv_array_append(b.folds, jv_number(0));
		a.score += d / FOLDS;
	}
	c = change_of(&a, &b, false);
	base_free(&a);
	base_free(&b);
	return c;
}

/* The status of an entry after its uses, as promote.lua has it. */
static const char *
status_after(double effect, int rows, int uses)
{
	static char	 status[20];
	struct change	 c;
	jv		 gains = jv_array(), s, r;
	int		 i, wins = 0, harms = 0;

	strcpy(status, "provisional");
	for (i = 0; i < uses && strcmp(status, "provisional") == 0; i++) {
		c = use_of(effect, rows);
		wins += c.change > c.interval;
		harms += c.change < -c.interval;
		gains = jv_array_append(gains, json_put_num(jv_object(),
		    "gain", gain_of(c.change / c.error, c.folds)));
		s = json_put(jv_object(), "pooled", gains_pooled(gains));
		s = json_put_num(json_put_num(s, "wins", wins), "harms",
		    harms);
		s = json_put_str(s, "status", status);
		if (script_method(policy, "verdict", jv_array_append(
		    jv_array(), s), &r, &err) != HCC_OK)
			return err.text;
		if (jv_get_kind(r) == JV_KIND_STRING)
			snprintf(status, sizeof(status), "%s",
			    jv_string_value(r));
		jv_free(r);
	}
	jv_free(gains);
	return status;
}

/* How many of a thousand entries have this status in the end. */
static double
share_of(const char *status, double effect, int rows, int uses)
{
	int	 i, n = 0;

	for (i = 0; i < ENTRIES; i++)
		n += strcmp(status_after(effect, rows, uses), status) == 0;
	printf("# effect %g, %d rows, %d uses: %.2f %% %s\n", effect, rows,
	    uses, 100.0 * n / ENTRIES, status);
	return 1000.0 * n / ENTRIES;
}

static void
rates(void)
{
	srand48(1);
	OK("without an effect one in a hundred is confirmed at most",
	    share_of("confirmed", 0, 0, USES) <= 10);
	OK("nor are more demoted", share_of("demoted", 0, 0, USES) <= 10);
	OK("nor are more where folds differ by single rows",
	    share_of("confirmed", 0, 100, USES) <= 10);
	OK("of twenty uses, at each of which it may happen, three",
	    share_of("confirmed", 0, 0, 20) <= 30);
	OK("an effect is found", share_of("confirmed", 1, 0, USES) >= 500);
	OK("harm is found as often", share_of("demoted", -1, 0, USES) >= 500);
}

int
main(void)
{
	struct places	 places = { .share = "share/hcc", .file = "none" };

	if (policy_open(NULL, &places, "promote", &policy, &err) != HCC_OK)
		return 1;
	alone();
	sets();
	rates();
	script_close(policy);
	return tap_done();
}
