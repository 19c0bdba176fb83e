/*
 * pooled.c: the gains of the uses of an entry, alone and together.
 */
#include <math.h>

#include "base/json.h"
#include "wisdom/entry.h"
#include "wisdom/pooled.h"

#define STRONG		2.0	/* a gain that alone is hardly chance */

/* The probability that Student's t distribution exceeds t >= 0: the finite
 * series for a whole number of degrees of freedom (Abramowitz and Stegun,
 * 26.7.3 and 26.7.4). */
static double
student_tail(double t, int df)
{
	double	 angle = atan(t / sqrt(df)), c = cos(angle);
	double	 term = df % 2 == 0 ? 1 : c, sum = df == 1 ? 0 : term;
	int	 k;

	for (k = 2 + df % 2; k < df; k += 2) {
		term *= c * c * (k - 1) / k;
		sum += term;
	}
	sum *= sin(angle);
	return df % 2 == 0 ? (1 - sum) / 2 : 0.5 - (angle + sum) / M_PI;
}

/* The value that the standard normal distribution exceeds with probability p,
 * from 0 to GAIN_MOST. */
static double
normal_value(double p)
{
	double	 low = 0, high = GAIN_MOST, z;
	int	 i;

	for (i = 0; i < 50; i++) {
		z = (low + high) / 2;
		if (erfc(z / sqrt(2)) / 2 > p)
			low = z;
		else
			high = z;
	}
	return high;
}

double
gain_of(double t, int folds)
{
	double	 p;

	if (isnan(t))
		return 0;
	p = fmax(student_tail(fabs(t), folds - 1), pow(4, -folds));
	return p >= 0.5 ? 0 : copysign(round(normal_value(p) * 1e4) / 1e4, t);
}

const char *
gain_check(jv one)
{
	double	 gain = json_num(one, "gain", NAN);

	if (jv_get_kind(one) != JV_KIND_OBJECT)
		return "must hold objects";
	if (check_id(json_at(one, "id")) != NULL)
		return "needs 'id', 64 hexadecimal digits, in each member";
	return fabs(gain) <= GAIN_MOST ? NULL :
	    "needs 'gain', a number from -3 to 3, in each member";
}

/* The key by which they are sorted: of one id the one that counts is first. */
static jv
sort_key(jv one)
{
	jv	 gain = json_get(one, "gain");
	jv	 key = jv_array_append(jv_array(), json_get(one, "id"));

	key = jv_array_append(key,
	    jv_number(fabs(jv_number_value(gain))));
	return jv_array_append(key, gain);
}

jv
gains_tidy(jv list)
{
	jv	 kept = jv_array(), keys = jv_array(), out = jv_array(), one;
	jv	 last = jv_null();
	int	 i;

	for (i = 0; json_item(list, i, &one); i++) {
		if (gain_check(one) != NULL)
			continue;
		keys = jv_array_append(keys, sort_key(one));
		kept = jv_array_append(kept, json_put(json_put(jv_object(),
		    "id", json_get(one, "id")), "gain",
		    json_get(one, "gain")));
	}
	jv_free(list);
	kept = jv_sort(kept, keys);
	for (i = 0; json_len(out) < GAINS_MOST && json_item(kept, i, &one);
	    i++) {
		if (!jv_equal(json_get(one, "id"), json_get(last, "id")))
			out = jv_array_append(out, jv_copy(one));
		last = one;
	}
	jv_free(kept);
	return out;
}

/* The 99 % quantile of the chi-square distribution, by Wilson and Hilferty. */
static double
chi_square(int df)
{
	double	 v = 2 / (9.0 * df), root = 1 - v + 2.326 * sqrt(v);

	return df * root * root * root;
}

jv
gains_pooled(jv gains)
{
	double	 gain, sum = 0, square = 0, most = 0, least = 0;
	bool	 apart;
	jv	 one, out;
	int	 n;

	for (n = 0; json_item(gains, n, &one); n++) {
		gain = json_num(one, "gain", 0);
		sum += gain;
		square += gain * gain;
		most = fmax(most, gain);
		least = fmin(least, gain);
	}
	apart = most > STRONG && least < -STRONG &&
	    square - sum * sum / n > chi_square(n - 1);
	out = json_put_num(jv_object(), "uses", n);
	out = json_put_num(out, "value", n == 0 ? 0 : sum / sqrt(n));
	return json_put(out, "conflicting", jv_bool(apart));
}
