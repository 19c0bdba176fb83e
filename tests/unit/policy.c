/* policy.c: the functions of the shipped policies, by tables of what goes in
 * and what comes out. Run from the root of the tree. */
#include <math.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/json.h"
#include "lua/policy.h"
#include "run/limits.h"
#include "tap.h"

/* A metric that rises by 0.01 each 10 seconds. */
#define POINT(s, v) "{\"seconds\":" #s ",\"value\":" #v "}"
#define CURVE "{\"seconds\":80,\"limit\":100,\"curve\":[" \
	POINT(10, 0.77) "," POINT(20, 0.78) "," POINT(30, 0.79) "," \
	POINT(40, 0.80) "," POINT(50, 0.81) "," POINT(60, 0.82) "," \
	POINT(70, 0.83) "," POINT(80, 0.84) "],"
/* A recipe with members. */
#define BLEND "\"text\":\"Mix.\\n\\n```recipe\\n{\\\"members\\\": [\\n" \
	"{}\\n]}\\n```\""
#define HOURS "\"time_total\":36000"
#define NO_GAINS "\"pooled\":{\"uses\":0,\"value\":0}"
#define POOLED(uses, value, conflicting) "[{\"status\":\"provisional\"," \
	"\"wins\":0,\"harms\":0,\"pooled\":{\"uses\":" uses ",\"value\":" \
	value ",\"conflicting\":" conflicting "}}]"

static const struct rule {
	const char	*name, *policy, *function, *args, *want;
} rules[] = {
	{ "budget.lua allows a step without a limit of time", "budget",
	    "allow", "[{}]", "true" },
	{ "budget.lua allows a step above both reserves", "budget", "allow",
	    "[{\"time_left\":721," HOURS "}]", "true" },
	{ "budget.lua keeps the share for the end", "budget", "allow",
	    "[{\"time_left\":720," HOURS "}]", "false" },
	{ "budget.lua keeps what starting a program takes, twice", "budget",
	    "allow", "[{\"time_left\":16,\"time_total\":300,\"start\":8}]",
	    "true" },
	{ "budget.lua keeps a twentieth for that at most", "budget", "allow",
	    "[{\"time_left\":15,\"time_total\":300,\"start\":8}]", "false" },
	{ "budget.lua keeps the seconds for the end", "budget", "allow",
	    "[{\"time_left\":5,\"time_total\":10}]", "false" },

	{ "exec.lua limits a run to longest without a budget", "exec",
	    "limit", "[{\"phase\":1,\"rounds\":1}]", "14400" },
	{ "exec.lua gives a phase 0.4 of the time at the start", "exec",
	    "limit", "[{\"phase\":1,\"rounds\":4,\"time_left\":36000,"
	    HOURS "}]", "3600" },
	{ "exec.lua gives a phase 0.4 of the time in the middle", "exec",
	    "limit", "[{\"phase\":1,\"rounds\":4,\"time_left\":18000,"
	    HOURS "}]", "1800" },
	{ "exec.lua gives a phase 0.4 of the time at 20 % left", "exec",
	    "limit", "[{\"phase\":1,\"rounds\":4,\"time_left\":7200,"
	    HOURS "}]", "720" },
	{ "exec.lua gives a phase 0.9 of the time at 5 % left", "exec",
	    "limit", "[{\"phase\":1,\"rounds\":4,\"time_left\":1800,"
	    HOURS "}]", "405" },
	{ "exec.lua gives the draft a quarter of the time", "exec", "limit",
	    "[{\"phase\":0,\"rounds\":1,\"time_left\":3600," HOURS "}]",
	    "900" },
	{ "exec.lua gives the last draft that may fail half of the time",
	    "exec", "limit", "[{\"phase\":0,\"rounds\":1,\"drafts\":1,"
	    "\"time_left\":3600," HOURS "}]", "1800" },
	{ "exec.lua gives a run shortest", "exec", "limit",
	    "[{\"phase\":1,\"rounds\":9,\"time_left\":20," HOURS "}]", "15" },
	{ "exec.lua gives a run no more than what is left", "exec", "limit",
	    "[{\"phase\":1,\"rounds\":9,\"time_left\":4," HOURS "}]", "4" },
	{ "exec.lua adopts the first valid result", "exec", "adopt",
	    "[{\"score\":9},null,{\"goal\":\"minimize\"}]", "true" },
	{ "exec.lua adopts a lower score when lower is better", "exec",
	    "adopt", "[{\"score\":1},{\"score\":2},{\"goal\":\"minimize\"}]",
	    "true" },
	{ "exec.lua refuses a lower score when higher is better", "exec",
	    "adopt", "[{\"score\":1},{\"score\":2},{\"goal\":\"maximize\"}]",
	    "false" },
	{ "exec.lua refuses an equal score", "exec", "adopt",
	    "[{\"score\":1},{\"score\":1},{\"goal\":\"maximize\"}]", "false" },
	{ "exec.lua refuses a gain within a quarter of its standard error",
	    "exec", "adopt", "[{\"score\":1.25},{\"score\":1},"
	    "{\"goal\":\"maximize\","
	    "\"error\":1}]", "false" },
	{ "exec.lua adopts a blend that seems a little worse than a model",
	    "exec", "adopt", "[{\"score\":0.6," BLEND "},{\"score\":1},"
	    "{\"goal\":\"maximize\",\"error\":1}]", "true" },
	{ "exec.lua refuses a blend that seems worse by half an error", "exec",
	    "adopt", "[{\"score\":0.5," BLEND "},{\"score\":1},"
	    "{\"goal\":\"maximize\",\"error\":1}]", "false" },
	{ "exec.lua refuses a blend that answers as the best", "exec", "adopt",
	    "[{\"score\":1.0000001," BLEND "},{\"score\":1},"
	    "{\"goal\":\"maximize\",\"error\":1}]", "false" },
	{ "exec.lua refuses a model that gains half an error over a blend",
	    "exec", "adopt", "[{\"score\":1.5},{\"score\":1," BLEND "},"
	    "{\"goal\":\"maximize\",\"error\":1}]", "false" },
	{ "exec.lua takes no word of a text for a blend", "exec", "adopt",
	    "[{\"score\":0.9,\"text\":\"```recipe\\n{}\\n```\\n\\\"members\\\""
	    "\"},{\"score\":1},{\"goal\":\"maximize\",\"error\":1}]", "false" },
	{ "exec.lua refuses a blend that answers as a best of 0", "exec",
	    "adopt", "[{\"score\":0," BLEND "},{\"score\":0},"
	    "{\"goal\":\"maximize\",\"error\":1}]", "false" },
	{ "exec.lua takes a blend of runs for a blend as well", "exec",
	    "adopt", "[{\"score\":0.9," BLEND "},{\"score\":1,"
	    "\"text\":\"A blend of earlier runs.\"},"
	    "{\"goal\":\"maximize\",\"error\":1}]", "false" },
	{ "exec.lua takes a blend over a blend as a model over a model",
	    "exec", "adopt", "[{\"score\":1.3," BLEND "},{\"score\":1,"
	    BLEND "},{\"goal\":\"maximize\",\"error\":1}]", "true" },
	{ "exec.lua lets a run go on", "exec", "hopeless", "[{\"seconds\":9}]",
	    "null" },
	{ "exec.lua lets a run go on that is silent, but computes", "exec",
	    "hopeless", "[{\"seconds\":900,\"idle\":299}]", "null" },
	{ "exec.lua ends a run that does nothing", "exec", "hopeless",
	    "[{\"seconds\":900,\"idle\":300.2}]",
	    "\"no output and no processor time for 300 s\"" },
	{ "exec.lua ends a run whose loss is NaN", "exec", "hopeless",
	    "[{\"seconds\":9,\"tail\":\"loss 1\\nval_loss: nan\\nloss=NaN\\n"
	    "step 9 train_loss nan acc 0\\n\"}]", "\"its loss is NaN\"" },
	{ "exec.lua lets a run go on whose loss was NaN once", "exec",
	    "hopeless", "[{\"seconds\":9,\"tail\":\"loss nan\\nloss nan\\n"
	    "loss 0.5\\nloss nan\\nmean NaN NaN\\n\"}]", "null" },
	{ "exec.lua ends a run whose curve cannot reach the best", "exec",
	    "hopeless", "[" CURVE "\"best\":0.95,\"goal\":\"maximize\"}]",
	    "\"at 0.84 after 80 s, it cannot reach 0.95 within 100 s\"" },
	{ "exec.lua lets a run go on whose curve can", "exec", "hopeless",
	    "[" CURVE "\"best\":0.86,\"goal\":\"maximize\"}]", "null" },
	{ "exec.lua minimizes a curve too", "exec", "hopeless",
	    "[" CURVE "\"best\":0.83,\"goal\":\"minimize\"}]",
	    "\"at 0.84 after 80 s, it cannot reach 0.83 within 100 s\"" },

	{ "plan.lua plans m by q early", "plan", "shape",
	    "[{\"time_left\":9000," HOURS "}]", "{\"m\":3,\"q\":2}" },
	{ "plan.lua plans 2 by 1 in the last quarter", "plan", "shape",
	    "[{\"time_left\":8999," HOURS "}]", "{\"m\":2,\"q\":1}" },
	{ "plan.lua plans m by q without a budget", "plan", "shape", "[{}]",
	    "{\"m\":3,\"q\":2}" },
	{ "plan.lua plans a control in phase 1 for provisional wisdom", "plan",
	    "control", "[{\"phase\":1,\"wisdom\":[{\"status\":\"confirmed\"},"
	    "{\"status\":\"provisional\"}]}]", "true" },
	{ "plan.lua plans no control in phase 2", "plan", "control",
	    "[{\"phase\":2,\"wisdom\":[{\"status\":\"provisional\"}]}]",
	    "false" },
	{ "plan.lua plans no control for confirmed wisdom", "plan", "control",
	    "[{\"phase\":1,\"wisdom\":[{\"status\":\"confirmed\"}]}]",
	    "false" },
	{ "plan.lua plans no control when time is short", "plan", "control",
	    "[{\"phase\":1,\"time_left\":59,\"wisdom\":"
	    "[{\"status\":\"provisional\"}]}]", "false" },
	{ "plan.lua admits what is like nothing", "plan", "admit",
	    "[{\"text\":\"a\"}]", "true" },
	{ "plan.lua refuses an empty suggestion", "plan", "admit",
	    "[{\"text\":\"\"}]", "false" },
	{ "plan.lua refuses the same words", "plan", "admit",
	    "[{\"text\":\"a\"},{\"similarity\":0.999,\"numbers\":0}]",
	    "false" },
	{ "plan.lua refuses the same sense with the same numbers", "plan",
	    "admit", "[{\"text\":\"a\"},{\"similarity\":0.5,\"numbers\":1,"
	    "\"embedding\":0.75}]", "false" },
	{ "plan.lua admits the same sense with other numbers", "plan",
	    "admit", "[{\"text\":\"a\"},{\"similarity\":0.5,\"numbers\":0.9,"
	    "\"embedding\":0.9}]", "true" },

	{ "promote.lua confirms by two wins", "promote", "verdict",
	    "[{\"wins\":2,\"harms\":0," NO_GAINS "}]", "\"confirmed\"" },
	{ "promote.lua does not confirm by twice the harms", "promote",
	    "verdict", "[{\"wins\":4,\"harms\":2," NO_GAINS "}]", "null" },
	{ "promote.lua demotes by two harms", "promote", "verdict",
	    "[{\"wins\":1,\"harms\":2," NO_GAINS "}]", "\"demoted\"" },
	{ "promote.lua confirms by pooled gains", "promote", "verdict",
	    POOLED("2", "2.71", "false"), "\"confirmed\"" },
	{ "promote.lua demotes by pooled gains", "promote", "verdict",
	    POOLED("2", "-2.71", "false"), "\"demoted\"" },
	{ "promote.lua waits for pooled gains beyond chance", "promote",
	    "verdict", POOLED("9", "2.7", "false"), "null" },
	{ "promote.lua waits for a second use", "promote", "verdict",
	    POOLED("1", "3", "false"), "null" },
	{ "promote.lua decides nothing about conflicting gains", "promote",
	    "verdict", POOLED("9", "-4", "true"), "null" },
	{ "promote.lua takes back what gains contradict", "promote",
	    "verdict", "[{\"status\":\"confirmed\",\"wins\":3,\"harms\":1,"
	    "\"pooled\":{\"uses\":4,\"value\":3,\"conflicting\":true}}]",
	    "\"provisional\"" },
	{ "promote.lua lets pooled gains count before wins", "promote",
	    "verdict", "[{\"wins\":2,\"harms\":0,"
	    "\"pooled\":{\"uses\":5,\"value\":0.5}}]", "null" },
	{ "promote.lua keeps entries of other metrics", "promote",
	    "resolve_duplicate", "[{\"same_metric\":false,\"same_task\":true,"
	    "\"similarity\":1,\"text\":1}]", "null" },
	{ "promote.lua keeps entries of other tasks with other words",
	    "promote", "resolve_duplicate", "[{\"same_metric\":true,"
	    "\"same_task\":false,\"similarity\":1,\"text\":0.79}]", "null" },
	{ "promote.lua keeps the better entry of the same task", "promote",
	    "resolve_duplicate", "[{\"same_metric\":true,\"same_task\":true,"
	    "\"similarity\":1,\"text\":0,\"goal\":\"maximize\","
	    "\"score_new\":1,\"score_old\":2}]", "\"old\"" },
	{ "promote.lua keeps the new entry of the same task", "promote",
	    "resolve_duplicate", "[{\"same_metric\":true,\"same_task\":true,"
	    "\"similarity\":0.95,\"text\":0,\"goal\":\"minimize\","
	    "\"score_new\":1,\"score_old\":2}]", "\"new\"" },

	{ "context.lua keeps all parts within the budget", "context", "pack",
	    "[[{\"kind\":\"log\",\"tokens\":900},{\"kind\":\"code\","
	    "\"tokens\":900}],1800]", "[false,false]" },
	{ "context.lua cuts logs before code, old before young", "context",
	    "pack", "[[{\"kind\":\"code\",\"tokens\":900},{\"kind\":\"log\","
	    "\"tokens\":900},{\"kind\":\"log\",\"tokens\":900}],1900]",
	    "[false,200,800]" },
	{ "context.lua keeps what fits whole", "context", "pack",
	    "[[{\"kind\":\"log\",\"tokens\":2001}],9000]", "[false]" },
	{ "context.lua drops parts when cutting is not enough", "context",
	    "pack", "[[{\"kind\":\"log\",\"tokens\":900},{\"kind\":\"task\","
	    "\"tokens\":300}],250]", "[0,200]" },

	{ "prefetch.lua orders by similarity, status and harms", "prefetch",
	    "choose", "[{\"tokens\":100,\"matches\":["
	    "{\"similarity\":0.9,\"tokens\":9,\"wins\":0,\"harms\":1},"
	    "{\"similarity\":0.8,\"tokens\":9,\"wins\":0,\"harms\":0},"
	    "{\"similarity\":0.8,\"tokens\":9,\"wins\":2,\"harms\":0,"
	    "\"status\":\"confirmed\"},{\"similarity\":0.86,\"tokens\":9,"
	    "\"wins\":0,\"harms\":0,\"origin\":\"curated\"}]}]",
	    "[3,4,1,2]" },
	{ "prefetch.lua leaves out what does not fit", "prefetch", "choose",
	    "[{\"tokens\":10,\"matches\":[{\"similarity\":0.9,\"tokens\":11,"
	    "\"wins\":0,\"harms\":0},{\"similarity\":0.8,\"tokens\":10,"
	    "\"wins\":0,\"harms\":0}]}]", "[2]" },

	{ "prefetch.lua fills its room once", "prefetch", "choose",
	    "[{\"tokens\":20,\"matches\":[{\"similarity\":0.9,\"tokens\":9,"
	    "\"wins\":0,\"harms\":0},{\"similarity\":0.8,\"tokens\":12,"
	    "\"wins\":0,\"harms\":0},{\"similarity\":0.7,\"tokens\":11,"
	    "\"wins\":0,\"harms\":0}]}]", "[1,3]" },
	{ "watch.lua promotes a phase that is due before it ends for time",
	    "watch", "next", "[{\"prefetched\":true,\"phase\":1,"
	    "\"promote\":1,\"run\":-1,\"allowed\":false}]",
	    "[\"hcc-promote\"]" },
	{ "watch.lua ends a task whose budget is spent", "watch", "next",
	    "[{\"prefetched\":true,\"phase\":1,\"promote\":-1,\"run\":1,"
	    "\"allowed\":false}]",
	    "[\"hcc-promote\",\"-t\",\"-w\",\"the budget is spent\"]" },
	{ "watch.lua gives up after max_drafts drafts", "watch", "next",
	    "[{\"prefetched\":true,\"phase\":0,\"promote\":-1,\"run\":-1,"
	    "\"allowed\":true,\"working\":false,\"drafts\":4,"
	    "\"max_drafts\":4}]",
	    "[\"hcc-promote\",\"-t\",\"-w\",\"no draft works\"]" },
	{ "watch.lua does nothing for a task that has ended", "watch", "next",
	    "[{\"ended\":true}]", "null" },

	/* At the edge. */
	{ "exec.lua begins a run whose limit is the least", "exec", "begin",
	    "[{\"limit\":2,\"left\":2,\"timeouts\":1}]", "2" },
	{ "exec.lua begins no run for a share of its base's time", "exec",
	    "begin", "[{\"limit\":100,\"left\":49,\"base\":100,"
	    "\"timeouts\":0}]", "null" },
	{ "exec.lua begins a run that is forecast to take twice its limit",
	    "exec", "begin", "[{\"limit\":10,\"left\":100,\"timeouts\":0,"
	    "\"forecast\":200}]", "100" },
	{ "exec.lua makes a smoke run of a tenth of the limit", "exec",
	    "smoke", "[{\"limit\":300,\"model\":true,\"base\":60}]", "30" },
	{ "exec.lua makes no smoke run where the base is short", "exec",
	    "smoke", "[{\"limit\":300,\"model\":true,\"base\":59}]",
	    "null" },
	{ "exec.lua makes no smoke run of a recipe", "exec", "smoke",
	    "[{\"limit\":300,\"model\":false}]", "null" },
	{ "exec.lua forecasts by what the base's smoke run took", "exec",
	    "forecast", "[{\"smoke\":6,\"share\":0.1,\"base\":100,"
	    "\"base_smoke\":3}]", "200" },
	{ "exec.lua forecasts nothing without a share", "exec", "forecast",
	    "[{\"smoke\":6}]", "null" },
	{ "exec.lua replaces a best that depends on suspect columns", "exec",
	    "adopt", "[{\"score\":0.1},{\"score\":1,\"control\":0.5,"
	    "\"cause\":{}},{\"goal\":\"maximize\"}]", "true" },
	{ "exec.lua does not believe a perfect score", "exec", "too_good",
	    "[{\"score\":1},null,{\"perfect\":1}]",
	    "\"score 1 is perfect\"" },
	{ "exec.lua believes a score a tenth of the way from the best", "exec",
	    "too_good", "[{\"score\":1},{\"score\":10},{\"perfect\":0}]",
	    "null" },
	{ "exec.lua takes one fold for none", "exec", "doubts",
	    "[{\"claimed\":0.9,\"audited\":0.86,\"folds\":[0.9]},null,"
	    "{\"goal\":\"maximize\"}]", "null" },
	{ "exec.lua allows what the best one's audit has shown", "exec",
	    "doubts", "[{\"claimed\":0.9,\"audited\":0.8},"
	    "{\"claimed\":0.8,\"audited\":0.7},{\"goal\":\"maximize\"}]",
	    "null" },
	{ "exec.lua doubts a claim that is too low where lower is better",
	    "exec", "doubts", "[{\"claimed\":1,\"audited\":2},null,"
	    "{\"goal\":\"minimize\"}]", "\"claims 1, but 2 was measured on "
	    "training rows that it had not seen\"" },
	{ "exec.lua doubts what is much better with suspect columns", "exec",
	    "doubts", "[{\"claimed\":0.9,\"audited\":0.9,\"control\":0.5},null,"
	    "{\"goal\":\"maximize\"}]", "\"measured 0.9, but 0.5 without the "
	    "columns that preview.md suspects\"" },
	{ "exec.lua allows suspect columns a twentieth of the score", "exec",
	    "doubts", "[{\"claimed\":0.8,\"audited\":0.8,\"control\":0.77},"
	    "null,{\"goal\":\"maximize\"}]", "null" },
	{ "exec.lua takes the larger of the two where lower is better", "exec",
	    "doubts", "[{\"claimed\":10,\"audited\":10,\"control\":10.52},null,"
	    "{\"goal\":\"minimize\"}]", "null" },
	{ "exec.lua doubts nothing that was measured on rows held out", "exec",
	    "doubts", "[{\"claimed\":0.9,\"audited\":0.5,\"measured\":0.5},"
	    "null,{\"goal\":\"maximize\"}]", "null" },
	{ "exec.lua takes no excuse of a best that was doubted", "exec",
	    "doubts", "[{\"claimed\":0.9,\"audited\":0.8},"
	    "{\"claimed\":0.8,\"audited\":0.7,\"cause\":{}},"
	    "{\"goal\":\"maximize\"}]", "\"claims 0.9, but 0.8 was measured "
	    "on training rows that it had not seen\"" },
	{ "exec.lua allows four deviations of folds", "exec", "doubts",
	    "[{\"claimed\":0.8,\"audited\":0.6,\"folds\":[0.75,0.8,0.85]},"
	    "null,{\"goal\":\"maximize\"}]", "null" },
	{ "exec.lua doubts more than that", "exec", "doubts",
	    "[{\"claimed\":0.8,\"audited\":0.56,\"folds\":[0.75,0.8,0.85]},"
	    "null,{\"goal\":\"maximize\"}]", "\"claims 0.8, but 0.56 was "
	    "measured on training rows that it had not seen\"" },
	{ "exec.lua allows a hundredth where folds agree", "exec", "doubts",
	    "[{\"claimed\":0.8,\"audited\":0.793,\"folds\":[0.8,0.8,0.8]},"
	    "null,{\"goal\":\"maximize\"}]", "null" },
	{ "exec.lua allows no more where folds agree", "exec", "doubts",
	    "[{\"claimed\":0.8,\"audited\":0.79,\"folds\":[0.8,0.8,0.8]},"
	    "null,{\"goal\":\"maximize\"}]", "\"claims 0.8, but 0.79 was "
	    "measured on training rows that it had not seen\"" },
	{ "exec.lua believes all where no score is perfect", "exec", "too_good",
	    "[{\"score\":1},null,{}]", "null" },
	{ "exec.lua does not believe what is perfect but for a thousandth",
	    "exec", "too_good", "[{\"score\":0.0009},null,{\"perfect\":0,"
	    "\"worst\":1}]", "\"score 0.0009 is perfect\"" },
	{ "exec.lua believes a thousandth", "exec", "too_good",
	    "[{\"score\":0.001},null,{\"perfect\":0,\"worst\":1}]", "null" },
	{ "exec.lua does not believe what leaves all others behind", "exec",
	    "too_good", "[{\"score\":0.9},{\"score\":10},{\"perfect\":0}]",
	    "\"score 0.9 leaves all others behind\"" },
	{ "exec.lua says nothing of others beside what a limit ended", "exec",
	    "too_good", "[{\"score\":0.9},{\"score\":10,\"limit\":\"time\"},"
	    "{\"perfect\":0}]", "null" },
	{ "exec.lua says nothing of others beside chance", "exec", "too_good",
	    "[{\"score\":0.97},{\"score\":0.5},{\"perfect\":1,\"worst\":0}]",
	    "null" },
	{ "exec.lua does so beside what is better than chance", "exec",
	    "too_good", "[{\"score\":0.97},{\"score\":0.6},{\"perfect\":1,"
	    "\"worst\":0}]", "\"score 0.97 leaves all others behind\"" },
	{ "exec.lua forecasts by the share of rows, less the start", "exec",
	    "forecast", "[{\"smoke\":6,\"share\":0.1}]", "33" },
	{ "exec.lua forecasts by rows where the base had no smoke run",
	    "exec", "forecast", "[{\"smoke\":6,\"share\":0.5,"
	    "\"base\":100}]", "9" },
	{ "exec.lua forecasts no less than the smoke run took", "exec",
	    "forecast", "[{\"smoke\":2,\"share\":0.1}]", "2" },
	{ "exec.lua lets a run go on after two losses of NaN", "exec",
	    "hopeless", "[{\"seconds\":9,\"tail\":\"loss nan\\nloss nan\\n"
	    "\"}]", "null" },
	{ "exec.lua ends a run whose metric is NaN", "exec", "hopeless",
	    "[{\"seconds\":9,\"tail\":\"metric: nan\\nmetric=-nan\\n"
	    "metric: NaN\\n\"}]", "\"its loss is NaN\"" },
	{ "exec.lua begins no third run that is out of time", "exec", "begin",
	    "[{\"limit\":10,\"left\":100,\"timeouts\":2}]", "null" },
	{ "exec.lua gives what is built on a slow solution its time", "exec",
	    "begin", "[{\"limit\":10,\"left\":1000,\"base\":100,"
	    "\"timeouts\":0}]", "150" },
	{ "exec.lua gives it no more than is left", "exec", "begin",
	    "[{\"limit\":10,\"left\":120,\"base\":100,\"timeouts\":0}]",
	    "120" },
	{ "plan.lua plans fewer runs than there is time for", "plan", "shape",
	    "[{\"time_left\":10000,\"time_total\":10000,\"slots\":1,"
	    "\"base\":{\"seconds\":666}}]", "{\"m\":3,\"q\":1}" },
	{ "plan.lua plans one run where there is time for none", "plan",
	    "shape", "[{\"time_left\":1000,\"time_total\":1000,\"slots\":1,"
	    "\"base\":{\"seconds\":900}}]", "{\"m\":1,\"q\":1}" },
	{ "plan.lua plans more where more run at once", "plan", "shape",
	    "[{\"time_left\":10000,\"time_total\":10000,\"slots\":2,"
	    "\"base\":{\"seconds\":666}}]", "{\"m\":3,\"q\":2}" },
	{ "watch.lua tells nobody of an end", "watch", "done",
	    "[{\"how\":\"ended\"}]", "null" },
	{ "watch.lua gives up no task that works", "watch", "next",
	    "[{\"prefetched\":true,\"phase\":1,\"promote\":-1,\"run\":-1,"
	    "\"allowed\":true,\"working\":true,\"drafts\":4,"
	    "\"max_drafts\":4}]", "[\"hcc-plan\"]" },
	{ "watch.lua blends before a task ends for time", "watch", "next",
	    "[{\"prefetched\":true,\"phase\":1,\"promote\":-1,\"run\":-1,"
	    "\"allowed\":false,\"working\":true}]",
	    "[\"hcc-exec\",\"-B\"]" },
	{ "watch.lua fetches no wisdom for a task that has begun", "watch",
	    "next", "[{\"prefetched\":false,\"phase\":1,\"promote\":-1,"
	    "\"run\":-1,\"allowed\":true,\"working\":true}]",
	    "[\"hcc-plan\"]" },
	{ "exec.lua does not judge a curve before half of the limit", "exec",
	    "hopeless", "[{\"seconds\":49,\"limit\":100,\"best\":9,"
	    "\"curve\":[" POINT(1, 1) "," POINT(2, 1) "," POINT(3, 1) ","
	    POINT(4, 1) "," POINT(5, 1) "," POINT(6, 1) "," POINT(7, 1) ","
	    POINT(8, 1) "]}]", "null" },
	{ "plan.lua plans a control when just enough time is left", "plan",
	    "control", "[{\"phase\":1,\"time_left\":60,\"wisdom\":"
	    "[{\"status\":\"provisional\"}]}]", "true" },
	{ "plan.lua admits once more what failed for its program", "plan",
	    "admit", "[{\"text\":\"a\"},{\"similarity\":1,\"numbers\":1,"
	    "\"outcome\":\"failed\",\"times\":1}]", "true" },
	{ "plan.lua admits it no third time", "plan", "admit",
	    "[{\"text\":\"a\"},{\"similarity\":1,\"numbers\":1,"
	    "\"outcome\":\"failed\",\"times\":2}]", "false" },
	{ "plan.lua admits no recipe that failed", "plan", "admit",
	    "[{\"text\":\"```\"},{\"similarity\":1,\"numbers\":1,"
	    "\"outcome\":\"failed\",\"times\":1}]", "false" },
	{ "prefetch.lua takes nothing for as many harms as wins", "prefetch",
	    "choose", "[{\"tokens\":99,\"matches\":[{\"similarity\":0.81,"
	    "\"tokens\":9,\"wins\":1,\"harms\":1},{\"similarity\":0.8,"
	    "\"tokens\":9,\"wins\":0,\"harms\":0}]}]", "[1,2]" },
	{ "prefetch.lua takes nothing at the age of two years", "prefetch",
	    "choose", "[{\"tokens\":99,\"matches\":[{\"similarity\":0.81,"
	    "\"tokens\":9,\"wins\":0,\"harms\":0,\"age\":63072000},"
	    "{\"similarity\":0.8,\"tokens\":9,\"wins\":0,"
	    "\"harms\":0}]}]", "[1,2]" },
	{ "promote.lua does not demote by as many harms as wins", "promote",
	    "verdict", "[{\"wins\":2,\"harms\":2," NO_GAINS "}]", "null" },
	{ "promote.lua neither confirms nor demotes by one", "promote",
	    "verdict", "[{\"wins\":1,\"harms\":0," NO_GAINS "}]", "null" },
	{ "promote.lua does not demote by one harm", "promote", "verdict",
	    "[{\"wins\":0,\"harms\":1," NO_GAINS "}]", "null" },
	{ "promote.lua takes the same words for a duplicate", "promote",
	    "resolve_duplicate", "[{\"same_metric\":true,"
	    "\"same_task\":false,\"similarity\":0.95,\"text\":0.8}]",
	    "\"new\"" },
	{ "promote.lua keeps the new entry of two equal scores", "promote",
	    "resolve_duplicate", "[{\"same_metric\":true,\"same_task\":true,"
	    "\"similarity\":1,\"text\":1,\"goal\":\"maximize\","
	    "\"score_new\":1,\"score_old\":1}]", "\"new\"" },
	{ "promote.lua compares no scores of two tasks", "promote",
	    "resolve_duplicate", "[{\"same_metric\":true,"
	    "\"same_task\":false,\"similarity\":1,\"text\":1,"
	    "\"goal\":\"maximize\",\"score_new\":1,\"score_old\":2}]",
	    "\"new\"" },
	{ "promote.lua compares no score with none", "promote",
	    "resolve_duplicate", "[{\"same_metric\":true,\"same_task\":true,"
	    "\"similarity\":1,\"text\":1,\"goal\":\"maximize\","
	    "\"score_old\":2}]", "\"new\"" },
	{ "promote.lua stores what works", "promote", "should_store",
	    "[{\"working\":true}]", "true" },
	{ "promote.lua stores nothing of a task without a solution", "promote",
	    "should_store", "[{\"working\":false}]", "false" },
	{ "watch.lua runs a draft that is planned", "watch", "next",
	    "[{\"prefetched\":false,\"phase\":0,\"promote\":-1,\"run\":0,"
	    "\"allowed\":true}]", "[\"hcc-exec\"]" },
	{ "watch.lua fetches wisdom before the first plan", "watch", "next",
	    "[{\"prefetched\":false,\"phase\":-1,\"promote\":-1,"
	    "\"run\":-1,\"allowed\":true}]", "[\"hcc-prefetch\"]" },
	{ "watch.lua plans on while drafts may fail", "watch", "next",
	    "[{\"prefetched\":true,\"phase\":0,\"promote\":-1,\"run\":-1,"
	    "\"allowed\":true,\"working\":false,\"drafts\":3,"
	    "\"max_drafts\":4}]", "[\"hcc-plan\"]" },
	{ "watch.lua waits for no model past the budget", "watch", "next",
	    "[{\"prefetched\":false,\"phase\":-1,\"promote\":-1,\"run\":-1,"
	    "\"allowed\":false,\"put_off\":true}]", "[\"hcc-promote\",\"-t\","
	    "\"-b\",\"offline\",\"-w\",\"the budget is spent\"]" },
	{ "watch.lua blends once, then ends", "watch", "next",
	    "[{\"prefetched\":true,\"phase\":1,\"promote\":-1,\"run\":-1,"
	    "\"allowed\":true,\"working\":true,\"blended\":true,"
	    "\"exhausted\":true}]",
	    "[\"hcc-promote\",\"-t\",\"-w\",\"nothing new to try\"]" },
};

static const struct places at = { .share = "share/hcc",
	.config = "/nonexistent" };

static void
call(const struct rule *r)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct buf	 b = BUF_INIT;
	struct script	*s;
	jv		 v;

	if (policy_open(NULL, &at, r->policy, &s, &e) == HCC_OK &&
	    script_method(s, r->function, jv_parse(r->args), &v, &e) ==
	    HCC_OK) {
		json_dump(&b, v);
		jv_free(v);
	}
	IS_STR(r->name, r->want, b.len > 0 ? buf_str(&b) : e.text);
	buf_release(&b);
	script_close(s);
}

/* What is left of a budget when all drafts that may fail have slept to their
 * limits, twice each. */
static double
slept(struct script *exec, double budget)
{
	double		 left = budget - fmax(5, 0.02 * budget), limit;
	struct limits	 l = { 0 };
	int		 drafts, timeouts;

	for (drafts = 4; drafts > 0; drafts--) {
		struct limits_query q = { .left = left, .budget = budget,
		    .drafts = drafts, .runs = 1, .lanes = 1 };

		if (limits_compute(exec, &q, &l, NULL) != HCC_OK)
			return NAN;
		for (timeouts = 0; timeouts < 3; timeouts++) {
			limit = limits_begin(exec, &l, left, 0, timeouts, 0);
			left -= limit;
		}
	}
	return left;
}

static void
sleepers(struct script *exec)
{
	static const double	 budgets[] = { 30, 300, 1200, 8 * 3600 };
	char			 name[80];
	size_t			 i;

	for (i = 0; i < sizeof(budgets) / sizeof(*budgets); i++) {
		snprintf(name, sizeof(name), "drafts that sleep use a budget "
		    "of %.0f s up", budgets[i]);
		OK(name, slept(exec, budgets[i]) >= 0 &&
		    slept(exec, budgets[i]) < 2);
	}
}

int
main(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct script	*s;
	size_t		 i;

	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		call(&rules[i]);
	if (policy_open(NULL, &at, "prefetch", &s, &e) == HCC_OK) {
		OK("a knob without a default is not set",
		    isnan(policy_number(s, "delta")));
		IS_NUM("a knob has its default", 8000,
		    policy_number(s, "tokens"), 0);
	}
	script_close(s);
	if (policy_open(NULL, &at, "exec", &s, &e) == HCC_OK) {
		IS_NUM("a default of bytes is a number", 67108864,
		    policy_number(s, "output"), 0);
		IS_NUM("a default of seconds is a number", 14400,
		    policy_number(s, "longest"), 0);
		sleepers(s);
	}
	script_close(s);
	return tap_done();
}
