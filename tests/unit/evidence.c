/* evidence.c: references, and what they bear out, in L1 and archives. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "put.h"
#include "tap.h"
#include "task/archive.h"
#include "task/evidence.h"
#include "task/note.h"

static void
parsing(void)
{
	static const char *const good[] = { "01/1.2", "00/0.1", "12/3.4",
	    "123/10.20/3", "01/1.2/3:0-1", "01/1.2/seed-2",
	    "01/1.2/3/solution.py:40-96" };
	static const char *const bad[] = { "", "1/1.2", "01/1", "01/1.0",
	    "01/01.2", "001/1.2", "01/1.2/", "01/1.2/0", "01/1.2/3:",
	    "01/1.2/3:5-5", "01/1.2/3:9-5", "01/1.2/3:-1-5", "01/1.2:0-5",
	    "01/1.2/3/log", "01/1.2/3/../x:0-5", "01/1.2/3/.x:0-5",
	    "01/1.2/3/a/b:0-5", "01/1.2/3:0-9999999999999", "01/1.2 ",
	    "../01/1.2" };
	struct evidence_ref	 r;
	char			 name[80];
	size_t			 i;

	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		snprintf(name, sizeof(name), "'%s' is a reference", good[i]);
		OK(name, evidence_parse(good[i], strlen(good[i]), &r));
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(name, sizeof(name), "'%s' is no reference", bad[i]);
		OK(name, !evidence_parse(bad[i], strlen(bad[i]), &r));
	}
	OK("a range without a file is of the log",
	    evidence_parse("01/1.2/3:7-9", 12, &r) &&
	    strcmp(r.file, "log") == 0 && r.from == 7 && r.to == 9);
	OK("a reference names phase, suggestion and attempt", r.phase == 1 &&
	    strcmp(r.suggestion, "1.2") == 0 && strcmp(r.attempt, "3") == 0);
}

static void
in_text(void)
{
	struct buf	 b = BUF_INIT;
	jv		 refs = evidence_refs("- 01/1.2 beat (01/1.1/2:5-9), "
			    "but not 22/11/2026, v01/1.2, 1/2.5 or 01/1.2x; "
			    "see 01/2.1/3/log.", jv_array());

	json_dump(&b, refs);
	jv_free(refs);
	IS_STR("references are found in a text",
	    "[\"01/1.2\",\"01/1.1/2:5-9\",\"01/2.1/3\"]", buf_str(&b));
	buf_release(&b);
}

static const char log_text[] = "epoch 1 loss 0.4321\n"
    "epoch 2 loss -1.25e-3 lr=0.001\nmetric: 0.81\n"
    "\033[32m77\033[0m \033[1m-5.5\033[0m\n";

/* Numbers and whose they are. */
static const char labels_text[] = "start 7 greedy 2.09463 linear 2.10896\n"
    "step 0.1 1000 moves: mean 2.02411 largest 2.0478\n"
    "step 0.3 3000 moves: mean 2.11611 largest 2.14367\n"
    "bayes alone 0.92673\nneighbours alone 0.94331\n"
    "before auc 0.948 after 0.954\ntrees auc 0.961 error 0.024\n"
    "Epoch 1/10 loss 0.71\nEpoch 2/10 loss 0.52\n"
    "rf: 0.881\nlgb: 0.893\nrf and lgb blended: 0.897\n"
    "worth: svm with C 1 instead of 40, gamma 0.4 instead of 1.2: "
    "loss -0.1072\n"
    "worth: knn with neighbors 0.4 instead of 1.2: "
    "loss -0.0635 (-0.1023 to -0.0247) over 5 folds\n";

static void
make_phase(void)
{
	put("l1/01/1.1/result.json", "{\"id\":\"01/1.1\",\"status\":\"ok\","
	    "\"score\":0.8123,\"change\":-0.02,\"seconds\":12.5,"
	    "\"title\":\"Forest of 300 trees\"}");
	put("l1/01/1.1/1/run.json", "{\"id\":\"01/1.1/1\",\"status\":\"ok\","
	    "\"claimed\":0.8123}");
	put("l1/01/1.1/1/log", log_text);
	put("l1/01/1.1/1/solution.py", "depth = 7\n");
	put("l1/01/2.2/result.json", "{\"id\":\"01/2.2\",\"status\":\"ok\","
	    "\"score\":0.85,\"change\":0.05,\"interval\":0.01,\"adopted\":"
	    "true,\"attempt\":1,\"base\":{\"id\":\"01/2.3\",\"score\":0.8},"
	    "\"seconds\":3,\"title\":\"Forest\","
	    "\"text\":\"It should reach 0.97.\"}");
	put("l1/01/2.2/1/run.json", "{\"id\":\"01/2.2/1\",\"status\":\"ok\","
	    "\"claimed\":0.85}");
	put("l1/01/2.2/1/log", "train score 0.9999\nmetric: 0.85\n"
	    "Stop early at 3 epochs\n");
	put("l1/01/2.2/1/solution.py", "import sklearn\n"
	    "model = RandomForestClassifier()\nstop(3) # Stop early\n");
	put("l1/01/2.3/result.json", "{\"id\":\"01/2.3\",\"status\":\"ok\","
	    "\"score\":0.8,\"attempt\":1,\"title\":\"XGBoost\"}");
	put("l1/01/2.3/1/run.json", "{\"id\":\"01/2.3/1\",\"status\":\"ok\"}");
	put("l1/01/2.3/1/solution.py", "import sklearn\nprint(0.77)\n");
	put("l1/01/2.4/result.json", "{\"id\":\"01/2.4\",\"status\":\"ok\","
	    "\"score\":0.801,\"change\":0.001,\"interval\":0.01,"
	    "\"base\":{\"id\":\"01/2.3\",\"score\":0.8},\"title\":\"Cut\"}");
	put("l1/01/2.5/result.json", "{\"id\":\"01/2.5\",\"status\":\"ok\","
	    "\"score\":0.7,\"change\":-0.1,\"interval\":0.01,"
	    "\"base\":{\"id\":\"01/2.3\",\"score\":0.8},\"title\":\"Cuts\"}");
	put("l1/01/2.7/result.json", "{\"id\":\"01/2.7\",\"status\":\"ok\","
	    "\"score\":0.7,\"change\":-0.1,\"interval\":0.01,"
	    "\"base\":{\"id\":\"01/2.3\",\"score\":0.8},"
	    "\"title\":\"Keep folds\"}");
	put("l1/01/2.6/result.json", "{\"id\":\"01/2.6\",\"status\":\"ok\","
	    "\"score\":0.86,\"change\":0.06,\"interval\":0.01,"
	    "\"base\":{\"id\":\"01/2.3\",\"score\":0.8},"
	    "\"title\":\"Drop cuts\"}");
	put("l1/01/2.8/result.json", "{\"id\":\"01/2.8\",\"status\":\"ok\","
	    "\"score\":0.852,\"change\":0.002,\"interval\":0.01,"
	    "\"base\":{\"id\":\"01/2.2\",\"score\":0.85},"
	    "\"title\":\"Wide\"}");
	put("l1/01/3.1/result.json", "{\"id\":\"01/3.1\",\"status\":"
	    "\"failed\",\"title\":\"Big\",\"cause\":{\"class\":"
	    "\"import\",\"message\":\"No module named x\"}}");
	put("l1/01/3.2/result.json", "{\"id\":\"01/3.2\",\"status\":"
	    "\"failed\",\"title\":\"Huge\",\"cause\":{\"class\":"
	    "\"struck\",\"message\":\"01/2.2 did it\"}}");
	put("l1/01/2.6/1/run.json", "{\"id\":\"01/2.6/1\"}");
	put("l1/01/2.6/1/log", labels_text);
	put("l1/01/2.8/1/run.json", "{\"id\":\"01/2.8/1\"}");
	put("l1/01/2.8/1/solution.files", "==> a.py 8 <==\nsize = 5\n"
	    "==> b.py 20 <==\nwidth = 6\ndepth = 7\n\n");
	put("l1/01/4.1/result.json", "{\"id\":\"01/4.1\",\"status\":\"ok\","
	    "\"score\":0.5,\"change\":0.3,\"interval\":0.01,\"limit\":"
	    "\"time\",\"base\":{\"id\":\"01/2.3\",\"score\":0.2},"
	    "\"title\":\"Late\"}");
	put("l1/01/2.1/result.json", "{\"id\":\"01/2.1\",\"status\":\"ok\","
	    "\"score\":-0.3,\"title\":\"Net\"}");
}

static const struct {
	const char	*name, *claim, *ref;
	enum claim_state state;
	const char	*why;
} cases[] = {
	{ "a score may be rounded", "reached about 0.81", "01/1.1",
	    CLAIM_VERIFIED, "" },
	{ "a score is not rounded past its change", "reached about 0.8",
	    "01/1.1", CLAIM_UNVERIFIED, "0.8" },
	{ "another score is refused", "reached 0.82", "01/1.1",
	    CLAIM_UNVERIFIED, "0.82" },
	{ "a change may lack its sign", "changed by 0.02", "01/1.1",
	    CLAIM_VERIFIED, "" },
	{ "a change may have its sign",
	    "changed by -0.020", "01/1.1", CLAIM_VERIFIED, "" },
	{ "a change of the other sign is refused",
	    "changed by +0.020", "01/1.1", CLAIM_UNVERIFIED,
	    "+0.020" },
	{ "seconds of the run count", "took 12.5 s", "01/1.1", CLAIM_VERIFIED,
	    "" },
	{ "a parameter of the title alone makes no claim verified",
	    "300 trees do", "01/1.1", CLAIM_UNCHECKED, "nothing" },
	{ "a part of a number is refused",
	    "30 trees do", "01/1.1", CLAIM_UNVERIFIED, "30" },
	{ "digits within names are not checked",
	    "F1 of x2 is 0.81", "01/1.1", CLAIM_VERIFIED, "" },
	{ "a negative score is found", "reached -0.3", "01/2.1", CLAIM_VERIFIED,
	    "" },
	{ "a negative score does not verify a positive one",
	    "reached 0.3", "01/2.1", CLAIM_UNVERIFIED, "0.3" },
	{ "the score of what a limit ended is not verified", "reached 0.5",
	    "01/4.1", CLAIM_UNCHECKED, "01/4.1 was stopped at its limit of "
	    "time: its score is of what it had handed in before" },
	{ "another score of it is refused", "reached 0.6", "01/4.1",
	    CLAIM_UNVERIFIED, "0.6" },
	{ "nor is a gain of it verified", "01/4.1 was better than 01/2.3",
	    "01/4.1", CLAIM_UNCHECKED, "01/4.1 was stopped" },
	{ "what a limit of time ended may be said to have timed out",
	    "01/4.1 timed out", "01/4.1", CLAIM_UNCHECKED, "" },
	{ "it was not out of memory", "01/4.1 ran out of memory", "01/4.1",
	    CLAIM_UNVERIFIED, "did not fail so" },
	{ "an absent suggestion is refused",
	    "it is so", "01/9.1", CLAIM_UNVERIFIED, "01/9.1" },
	{ "an absent attempt is refused",
	    "it is so", "01/1.1/4", CLAIM_UNVERIFIED, "01/1.1/4" },
	{ "the score that an attempt claimed counts",
	    "claimed 0.812", "01/1.1/1", CLAIM_VERIFIED, "" },
	{ "an attempt has no change", "gained 0.02", "01/1.1/1",
	    CLAIM_UNVERIFIED, "0.02" },
	{ "a number in the cited bytes counts",
	    "the loss was 0.432", "01/1.1/1:0-19", CLAIM_VERIFIED,
	    "" },
	{ "a number outside of the cited bytes is refused",
	    "the loss was 0.432", "01/1.1/1:20-51", CLAIM_UNVERIFIED,
	    "0.432" },
	{ "a number may have an exponent",
	    "a loss of -1.25e-3", "01/1.1/1:20-51", CLAIM_VERIFIED, "" },
	{ "a number in the log has its sign",
	    "a loss of 1.25e-3", "01/1.1/1:20-51", CLAIM_UNVERIFIED, "1.25" },
	{ "a number that the range cuts at its end is refused", "loss 0.43",
	    "01/1.1/1:0-17", CLAIM_UNVERIFIED, "0.43" },
	{ "a number that the range cuts at its start is refused",
	    "loss 4321", "01/1.1/1:15-19", CLAIM_UNVERIFIED, "4321" },
	{ "a number that the range cuts at its sign is refused",
	    "loss 1.25e-3", "01/1.1/1:34-41", CLAIM_UNVERIFIED, "1.25" },
	{ "a number within colour codes counts",
	    "77 and -5.5", "01/1.1/1:64-89", CLAIM_VERIFIED, "" },
	{ "a colour code is no number", "32 of them", "01/1.1/1:64-89",
	    CLAIM_UNVERIFIED, "32" },
	{ "a number of a log may be said of what stands before it",
	    "greedy had 2.09463 and linear had 2.10896", "01/2.6/1:0-37",
	    CLAIM_VERIFIED, "" },
	{ "or of what begins its line",
	    "With 3000 moves the largest was 2.14367, the mean 2.11611",
	    "01/2.6/1:0-138", CLAIM_VERIFIED, "" },
	{ "before and after hold", "auc was 0.948 before and 0.954 after",
	    "01/2.6/1:182-211", CLAIM_VERIFIED, "" },
	{ "the number of a setting holds", "step 0.3 had a mean of 2.11611",
	    "01/2.6/1:0-138", CLAIM_VERIFIED, "" },
	{ "what is said of one number is not of the next",
	    "the loss fell from 0.71 in epoch 1 to 0.52 in epoch 2",
	    "01/2.6/1:239-328", CLAIM_VERIFIED, "" },
	{ "nor that of the first of three", "Blended it had 0.897 against "
	    "0.881 of rf and 0.893 of lgb", "01/2.6/1:239-328",
	    CLAIM_VERIFIED, "" },
	{ "more than the parts that a log compares", "rf and lgb blended had "
	    "0.897, more than rf with 0.881 and lgb with 0.893",
	    "01/2.6/1:239-328", CLAIM_VERIFIED, "" },
	{ "not more than one of them", "rf had 0.881, more than lgb with "
	    "0.893", "01/2.6/1:239-328", CLAIM_UNVERIFIED,
	    "0.881 is not more than 0.893" },
	{ "what is above the other has its own, but how is not checked",
	    "lgb 0.893 is above rf 0.881", "01/2.6/1:239-328",
	    CLAIM_UNCHECKED, "above" },
	{ "so it has where 'while' parts them", "The blend of rf and lgb "
	    "reached 0.897, while rf had 0.881 and lgb 0.893",
	    "01/2.6/1:239-328", CLAIM_VERIFIED, "" },
	{ "a method of the base alone is not that of the run",
	    "The forest reached 0.852", "01/2.8", CLAIM_UNVERIFIED, "orest" },
	{ "but what it is compared with", "It reached 0.852, against 0.85 of "
	    "the forest", "01/2.8", CLAIM_VERIFIED, "" },
	{ "the parts of a sum may have theirs", "The blend of rf 0.881 and lgb "
	    "0.893 reached 0.897", "01/2.6/1:239-328", CLAIM_VERIFIED, "" },
	{ "what a rule begins with is no part of what it quotes", "Keep knn "
	    "with neighbors 0.4 instead of 1.2: loss -0.0635 (-0.1023 to "
	    "-0.0247)", "01/2.6/1:402-480", CLAIM_VERIFIED, "" },
	{ "which the words before the number are", "Keep neighbors 1.2 "
	    "instead of 0.4: loss -0.0635 (-0.1023 to -0.0247)",
	    "01/2.6/1:402-480", CLAIM_UNVERIFIED, "1.2" },
	{ "a line that is quoted holds", "svm with C 1 instead of 40, gamma "
	    "0.4 instead of 1.2: loss -0.1072", "01/2.6/1:328-401",
	    CLAIM_VERIFIED, "" },
	{ "two scores of one model hold", "trees had an error of 0.024",
	    "01/2.6/1:182-239", CLAIM_VERIFIED, "" },
	{ "words that no number has are no other's", "The linear start had "
	    "2.10896", "01/2.6/1:0-37", CLAIM_VERIFIED, "" },
	{ "a range behind the end is refused",
	    "it is so", "01/1.1/1:60-99", CLAIM_UNVERIFIED,
	    "89 bytes" },
	{ "a range may be of another file",
	    "depth 7", "01/1.1/1/solution.py:0-9", CLAIM_VERIFIED, "" },
	{ "an absent file is refused",
	    "depth 7", "01/1.1/1/x.py:0-9", CLAIM_UNVERIFIED, "x.py" },
	{ "a text that is no reference is refused",
	    "it is so", "see the log", CLAIM_UNVERIFIED,
	    "not a reference" },
	{ "a reference in the claim counts", "01/2.1 reached -0.3",
	    "01/1.1", CLAIM_VERIFIED, "" },
	{ "an absent reference in the claim is refused",
	    "01/7.1 is good", "01/1.1", CLAIM_UNVERIFIED, "01/7.1" },
	{ "a line of a program counts", "depth is 7",
	    "01/1.1/1:solution.py:1", CLAIM_VERIFIED, "" },
	{ "a line that a program has not is refused", "depth is 7",
	    "01/1.1/1:solution.py:9", CLAIM_UNVERIFIED, "no line 9" },
	{ "a score before a change is not that change",
	    "raised it from 0.80 to 0.85, +0.05 against 01/2.3", "01/2.2",
	    CLAIM_VERIFIED, "" },
	{ "so does a line of a file of a project", "depth is 7",
	    "01/2.8/1:b.py:2", CLAIM_VERIFIED, "" },
	{ "not a line of another of its files", "depth is 7",
	    "01/2.8/1:a.py:1", CLAIM_UNVERIFIED, "7" },
	{ "nor one that it has not", "depth is 7", "01/2.8/1:b.py:3",
	    CLAIM_UNVERIFIED, "b.py" },
	{ "a change against another run is computed",
	    "01/2.2 has +0.05 against 01/2.3", "01/2.2", CLAIM_VERIFIED, "" },
	{ "a change of the wrong size is refused",
	    "01/2.2 has +0.06 against 01/2.3", "01/2.2", CLAIM_UNVERIFIED,
	    "+0.06" },
	{ "a change of the wrong sign is refused",
	    "01/2.2 has -0.05 against 01/2.3", "01/2.2", CLAIM_UNVERIFIED,
	    "-0.05" },
	{ "a change has its interval behind it", "gained 0.05 \xc2\xb1 0.01",
	    "01/2.2", CLAIM_VERIFIED, "" },
	{ "an interval may be written in ASCII", "gained 0.05 +- 0.01",
	    "01/2.2", CLAIM_VERIFIED, "" },
	{ "an interval alone is no change", "gained 0.01", "01/2.2",
	    CLAIM_UNVERIFIED, "0.01" },
	{ "another interval is refused", "gained 0.05 \xc2\xb1 0.02",
	    "01/2.2", CLAIM_UNVERIFIED, "0.02" },
	{ "better beyond the noise holds", "01/2.2 was better than 01/2.3",
	    "01/2.2", CLAIM_VERIFIED, "" },
	{ "within the noise holds when it is so",
	    "01/2.4 was within the noise", "01/2.4", CLAIM_VERIFIED, "" },
	{ "a failure holds when it failed", "it failed", "01/3.1",
	    CLAIM_VERIFIED, "" },
	{ "a quoted line of the log holds", "it printed `loss 0.4321`",
	    "01/1.1/1:0-19", CLAIM_VERIFIED, "" },
	{ "a number of a claim and a comparison hold",
	    "01/2.2 reached 0.85, better than the 0.8 of 01/2.3", "01/2.2",
	    CLAIM_VERIFIED, "" },
	{ "a run took no more than its seconds", "took more than 12.5 s",
	    "01/1.1", CLAIM_UNVERIFIED, "the time of 01/1.1, 12.5" },
	{ "a bound that is denied is not verified",
	    "took no more than 12.5 s", "01/1.1", CLAIM_UNCHECKED, "" },
	{ "a bound of a change is none of the score",
	    "improved by more than 0.05", "01/2.2", CLAIM_UNVERIFIED,
	    "the change of 01/2.2" },
	{ "a bound of the score holds", "scored more than 0.81", "01/1.1",
	    CLAIM_VERIFIED, "" },
	{ "a number of epochs is no bound", "the loss was 0.432 over 1 epoch",
	    "01/1.1/1:0-19", CLAIM_VERIFIED, "" },
	{ "advice to drop what a run dropped holds",
	    "Drop cuts: 01/2.6 reached 0.86", "01/2.6", CLAIM_VERIFIED, "" },
	{ "settings that a worse run compares are not refused for it",
	    "Keep cuts instead of cuts: 01/2.5 reached 0.7", "01/2.5",
	    CLAIM_UNCHECKED, "nothing that is cited shows 'instead'" },
	{ "advice for a worse run", "Keep cuts: 01/2.5 reached 0.7", "01/2.5",
	    CLAIM_UNVERIFIED, "01/2.5 failed or was worse than its base" },
	{ "advice to drop what was better is refused",
	    "Drop the forest: 01/2.2 reached 0.85", "01/2.2",
	    CLAIM_UNVERIFIED, "was better" },
	{ "a line of the log is no advice",
	    "Stop early at 3, it printed; 01/2.2 reached 0.85",
	    "01/2.2/1:32-54", CLAIM_VERIFIED, "" },
	{ "a line of the program is no advice",
	    "Stop early: 01/2.2 reached 0.85", "01/2.2/1:solution.py:3",
	    CLAIM_VERIFIED, "" },
	{ "nor is a title", "Keep folds reached 0.7", "01/2.7",
	    CLAIM_VERIFIED, "" },
	{ "advice that a title gives is advice", "Keep folds: it reached 0.7",
	    "01/2.7", CLAIM_UNVERIFIED, "was worse than its base" },
	{ "a bound is of the run that its sentence names",
	    "01/2.5 reached 0.7. 01/1.1 scored more than 0.81", "01/1.1",
	    CLAIM_VERIFIED, "" },
	{ "a bound is of each run before it",
	    "01/1.1 and 01/2.2 scored higher than 01/2.3", "01/1.1",
	    CLAIM_VERIFIED, "" },
	{ "a bound without a run goes on about that of before",
	    "01/2.5 reached 0.7; 01/1.1 took 12.5 s, and scored more than 0.81",
	    "01/1.1", CLAIM_VERIFIED, "" },
	{ "what is compared with is no run of before",
	    "01/2.2 reached 0.85. It was better than 01/2.3",
	    "01/2.2", CLAIM_VERIFIED, "" },
	{ "two comparisons of two sentences hold",
	    "01/2.5 was worse than 01/2.3. 01/2.2 was better than 01/2.3",
	    "01/2.2", CLAIM_VERIFIED, "" },
	{ "within the noise of a base that was better than its own holds",
	    "Wide reached 0.852, within the noise of the 0.85 of the solution "
	    "it was built on", "01/2.8 01/2.2", CLAIM_VERIFIED, "" },
	{ "build on what was adopted holds", "Build on 01/2.2.", "01/2.2",
	    CLAIM_VERIFIED, "" },
};

/* What a brain may say that is not so: none of it may be verified. 01/2.2
 * (0.85, forest, adopted) was built on 01/2.3 (0.80) and is better; 01/2.4
 * (0.801) is within the noise of it, 01/2.5 (0.70) worse; 01/3.1 failed. */
static const struct {
	const char	*name, *claim, *ref, *verdict;
} lies[] = {
	{ "the wrong sign", "changed by -0.05", "01/2.2", "promising" },
	{ "a gain that is a loss", "improved by 0.1", "01/2.5",
	    "inconclusive" },
	{ "a loss that is a gain", "it hurt by 0.05", "01/2.2",
	    "inconclusive" },
	{ "the number of another attempt", "claimed 0.83", "01/1.1/1",
	    "inconclusive" },
	{ "the number of another suggestion", "01/2.5 reached 0.85",
	    "01/2.2", "inconclusive" },
	{ "two numbers that are swapped",
	    "01/2.2 reached 0.7, 01/2.5 reached 0.85", "01/2.2",
	    "inconclusive" },
	{ "the number of the other one that is listed", "reached 0.7",
	    "01/2.2 01/2.5", "inconclusive" },
	{ "percent for a share", "reached 85", "01/2.2", "promising" },
	{ "percent for a change", "improved by 5 %", "01/2.2", "promising" },
	{ "percent in words", "improved by ten percent", "01/2.2",
	    "promising" },
	{ "a score of training for one of validation", "reached 0.9999",
	    "01/2.2/1:0-19", "promising" },
	{ "a score on test data that was not measured",
	    "reached 0.85 on the test set", "01/2.2", "promising" },
	{ "a rank on the leaderboard", "0.85 is gold on the leaderboard",
	    "01/2.2", "promising" },
	{ "no number and no fact", "Cuts on a never work", "01/2.5",
	    "dead end" },
	{ "praise without a number", "The forest is a strong choice",
	    "01/2.2", "promising" },
	{ "a law from one run", "Always use a forest, it reached 0.85",
	    "01/2.2", "promising" },
	{ "a reason behind a true number",
	    "reached 0.85 because the data are linear", "01/2.2",
	    "promising" },
	{ "a falsehood beside a true number",
	    "reached 0.85; cuts on a are useless", "01/2.2", "promising" },
	{ "a falsehood joined to a true number",
	    "reached 0.85, and deep models overfit", "01/2.2", "promising" },
	{ "doubled", "The score doubled to 0.85", "01/2.2", "promising" },
	{ "a failure of what was struck before it ran", "it failed", "01/3.2",
	    "inconclusive" },
	{ "a dead end that never ran", "it was struck: 01/2.2 did it",
	    "01/3.2", "dead end" },
	{ "two numbers of a line of a log that are swapped",
	    "greedy had 2.10896 and linear had 2.09463", "01/2.6/1:0-37",
	    "inconclusive" },
	{ "numbers of two lines that are swapped",
	    "With 1000 moves the mean was 2.11611", "01/2.6/1:0-138",
	    "inconclusive" },
	{ "the number of another line, named behind it",
	    "It had 0.94331 for bayes alone", "01/2.6/1:137-181",
	    "inconclusive" },
	{ "the number of another setting", "step 0.1 had a mean of 2.11611",
	    "01/2.6/1:0-138", "inconclusive" },
	{ "before for after", "auc was 0.954 before and 0.948 after",
	    "01/2.6/1:182-211", "inconclusive" },
	{ "a dead end that was adopted", "it reached 0.85", "01/2.2",
	    "dead end" },
	{ "promising below its base", "it reached 0.7", "01/2.5",
	    "promising" },
	{ "promising though it failed", "it did not finish", "01/3.1",
	    "promising" },
	{ "a verdict of its own", "it reached 0.85", "01/2.2", "superb" },
	{ "better within the noise", "01/2.4 was better than 01/2.3",
	    "01/2.4", "inconclusive" },
	{ "within the noise though it is better",
	    "01/2.2 was within the noise", "01/2.2", "inconclusive" },
	{ "within the noise of what it beat", "Forest reached 0.85, within "
	    "the noise of the 0.8 of the solution it was built on",
	    "01/2.2 01/2.3", "inconclusive" },
	{ "worse than what it beat", "01/2.2 was worse than 01/2.3",
	    "01/2.2", "inconclusive" },
	{ "better than what beat it", "01/2.5 was better than 01/2.2",
	    "01/2.5", "inconclusive" },
	{ "no better, though it was", "01/2.2 was no better than 01/2.3",
	    "01/2.2", "inconclusive" },
	{ "a failure that was none", "it crashed", "01/2.2",
	    "inconclusive" },
	{ "another failure than it was", "it ran out of memory and failed",
	    "01/3.1", "inconclusive" },
	{ "a timeout that was none", "it timed out", "01/3.1", "dead end" },
	{ "an invented library", "LightGBM reached 0.85", "01/2.2",
	    "promising" },
	{ "the library of a title that the program has not",
	    "XGBoost reached 0.8", "01/2.3", "inconclusive" },
	{ "an invented method", "Stacking reached 0.85", "01/2.2",
	    "promising" },
	{ "an invented column", "Dropping GrLivArea reached 0.85", "01/2.2",
	    "promising" },
	{ "an invented column with an underscore",
	    "It reached 0.85 with total_area", "01/2.2", "promising" },
	{ "a quote that nobody wrote", "It printed `loss 0.1` and 0.85",
	    "01/2.2", "promising" },
	{ "a score that only the suggestion hoped for", "reached 0.97",
	    "01/2.2", "promising" },
	{ "the hope without the verb", "forest (0.97)", "01/2.2",
	    "promising" },
	{ "seconds for a score", "reached 12.5", "01/1.1", "inconclusive" },
	{ "a score for seconds", "took 0.85 s", "01/2.2", "inconclusive" },
	{ "a suggestion that is not there", "reached 0.85", "07/1.1",
	    "promising" },
	{ "an attempt that is not there", "reached 0.85", "01/2.2/9",
	    "promising" },
	{ "bytes that are not there", "reached 0.85", "01/2.2/1:0-9999",
	    "promising" },
	{ "a change against another that is not so",
	    "01/2.2 has +0.02 against 01/2.5", "01/2.2", "promising" },
	{ "a rounded number that is rounded wrong", "reached 0.86", "01/2.2",
	    "promising" },
	{ "a score that the program prints as a constant", "reached 0.77",
	    "01/2.3/1:solution.py:2", "inconclusive" },
	{ "the template", "...", "01/2.2", "promising" },
	{ "a superlative", "0.85 is the best that can be had", "01/2.2",
	    "promising" },
	{ "all rows of the world", "0.85 on every data set", "01/2.2",
	    "promising" },
	{ "a score that nothing cites", "It reached 0.85", "", NULL },
	{ "a comparison that nothing cites", "Forests are better", "",
	    NULL },
	{ "a bound that another run of the claim keeps",
	    "01/1.1 took 12.5 s. 01/2.5 scored more than 0.7", "01/1.1",
	    "inconclusive" },
	{ "a bound that one run of two keeps",
	    "01/1.1 and 01/2.5 scored higher than 01/2.3", "01/1.1",
	    "inconclusive" },
	{ "a bound that the run before keeps",
	    "01/1.1 took 12.5 s. 01/2.5 hurt, and scored more than 0.7",
	    "01/1.1", "inconclusive" },
	{ "advice against part of what a program does",
	    "Stop the forest: 01/2.2 reached 0.85", "01/2.2", "promising" },
	{ "a remark that cites nothing", "The data have 10000 rows.", "",
	    NULL },
};

/* References of a string with blanks. */
static jv
refs_of(const char *s)
{
	return *s == '\0' ? jv_array() : jv_string_split(jv_string(s),
	    jv_string(" "));
}

static void
lies_fail(struct task *t)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct evidence	*ev;
	struct claim_check is;
	char		 name[120];
	size_t		 i;
	jv		 refs;

	ev = evidence_open(t, jv_null());
	for (i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		refs = refs_of(lies[i].ref);
		snprintf(name, sizeof(name), "not verified: %s",
		    lies[i].name);
		if (!OK(name, evidence_check(ev, lies[i].verdict,
		    lies[i].claim, refs, &is, &e) == HCC_OK &&
		    is.state != CLAIM_VERIFIED && *is.why != '\0'))
			printf("# %s\n", lies[i].claim);
		jv_free(refs);
	}
	evidence_close(ev);
}

/* What to try next names what is not there yet, but no scores. */
static void
steps_hold(struct task *t)
{
	struct hcc_err		 e = HCC_ERR_INIT;
	struct evidence		*ev = evidence_open(t, jv_null());
	struct claim_check	 is;

	OK("a step may have a setting that no run had", evidence_check_step(ev,
	    "Weights of the parts in steps of 0.1 [01/2.2].", &is, &e) ==
	    HCC_OK && is.state != CLAIM_UNVERIFIED);
	OK("but no score that none reached", evidence_check_step(ev, "A net, "
	    "since it reached 0.99 [01/2.2].", &is, &e) == HCC_OK &&
	    is.state == CLAIM_UNVERIFIED && strstr(is.why, "0.99") != NULL);
	evidence_close(ev);
}

static void
holds(const char *where, struct task *t)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct evidence	*ev;
	char		 name[120];
	struct claim_check	 is;
	enum hcc_status	 st;
	size_t		 i;
	jv		 refs;

	ev = evidence_open(t, jv_null());
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		refs = refs_of(cases[i].ref);
		snprintf(name, sizeof(name), "%s: %s", where, cases[i].name);
		e = (struct hcc_err)HCC_ERR_INIT;
		st = evidence_check(ev, NULL, cases[i].claim, refs, &is, &e);
		if (!OK(name, st == HCC_OK && is.state == cases[i].state &&
		    strstr(is.why, cases[i].why) != NULL))
			printf("# %s: %s\n", claim_state_name(is.state),
			    is.why);
		jv_free(refs);
	}
	st = evidence_check(ev, NULL, "it reached 0.9", jv_null(), &is, &e);
	OK("a score that cites nothing is unverified", st == HCC_OK &&
	    is.state == CLAIM_UNVERIFIED);
	st = evidence_check(ev, NULL, "use folds", jv_null(), &is, &e);
	OK("advice that cites nothing is unchecked", st == HCC_OK &&
	    is.state == CLAIM_UNCHECKED);
	evidence_close(ev);
}

/* The archive of phase 01 and its note; L1 is gone. */
static void
archive(struct task *t)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct archive_manifest	 m;
	struct note	 k;
	char		 sum[65];

	OK("a phase is packed", archive_pack(t, 1, 0, &m, sum, &e) == HCC_OK);
	note_init(&k, 1);
	k.source = record_new(&note_source_record);
	record_set(&k.source->archive, "archive/01.tar.zst");
	record_set(&k.source->sha256, sum);
	OK("a note is written", note_write(t, &k, &e) == HCC_OK);
	OK("a phase is evicted", fs_remove(t->dir, "l1/01", &e) == HCC_OK);
	note_free(&k);
	archive_manifest_free(&m);
}

static void
fails(const char *name, struct task *t, const char *why)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct evidence	*ev;
	struct claim_check	 is;
	enum hcc_status	 st;

	ev = evidence_open(t, jv_null());
	st = evidence_check(ev, NULL, "01/1.1 is good", jv_null(), &is, &e);
	if (!OK(name, st == HCC_OK && is.state == CLAIM_UNVERIFIED &&
	    strstr(is.why, why) != NULL))
		printf("# %s: %s\n", claim_state_name(is.state), is.why);
	evidence_close(ev);
}

static void
damage(struct task *t)
{
	struct buf	 b = BUF_INIT;
	size_t		 i;
	char		 name[60];

	fs_read(t->dir, "archive/01.tar.zst", 0, &b, NULL);
	for (i = 0; i < b.len; i += 1 + b.len / 7) {
		b.p[i] ^= 1;
		fs_publish(t->dir, "archive/01.tar.zst", b.p, b.len, NULL);
		snprintf(name, sizeof(name), "a wrong byte %zu of the archive "
		    "is damage", i);
		fails(name, t, "damaged");
		b.p[i] ^= 1;
	}
	fs_remove(t->dir, "archive/01.tar.zst", NULL);
	fails("evidence in an absent archive is refused", t, "neither");
	fs_publish(t->dir, "archive/01.tar.zst", b.p, b.len, NULL);
	fs_remove(t->dir, "l2/01.md", NULL);
	fails("an archive without a recorded checksum is refused",
	    t, "checksum");
	buf_release(&b);
}

/* Each byte of the archive damaged in turn, and the checksum that an entry
 * has noted changed to fit. How many of them are told; -1 on another error. */
static long
forge(struct task *t, jv refs, struct buf *b)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct evidence	*ev;
	char		 sum[65];
	enum hcc_status	 st = HCC_OK;
	size_t		 i;
	struct claim_check	 is;
	long		 told = 0;
	jv		 from;

	for (i = 0; i < b->len && (st == HCC_OK || st == HCC_NONE); i++) {
		b->p[i] ^= 0x10;
		fs_replace(t->dir, "archive/01.tar.zst", b->p, b->len, NULL);
		fs_sha256_mem(b->p, b->len, sum);
		from = json_put(jv_object(), "archives",
		    json_put_str(jv_object(), "01", sum));
		from = jv_array_append(jv_array(), from);
		ev = evidence_open(t, from);
		st = evidence_check(ev, NULL, "metric: 0.81", refs, &is, &e);
		told += st == HCC_OK && is.state == CLAIM_UNVERIFIED;
		evidence_close(ev);
		jv_free(from);
		b->p[i] ^= 0x10;
	}
	if (st == HCC_OK || st == HCC_NONE)
		return told;
	printf("# byte %zu: %s\n", i, e.text);
	return -1;
}

/* In a child that does not exit(3): libjq 1.6 leaks on broken JSON, which is
 * what a sanitized build would tell. */
static void
forgery(struct task *t)
{
	struct buf	 b = BUF_INIT;
	jv		 refs = jv_array_append(jv_array(),
			    jv_string("01/1.1/1:52-64"));
	int		 status = -1;
	pid_t		 pid;

	refs = jv_array_append(refs, jv_string("01/2.6/1:0-37"));
	fs_read(t->dir, "archive/01.tar.zst", 0, &b, NULL);
	fflush(stdout);
	if ((pid = fork()) == 0)
		_exit(forge(t, refs, &b) > (long)b.len / 2 ? 0 : 1);
	OK("forged archives are detected or give what was packed", pid > 0 &&
	    waitpid(pid, &status, 0) == pid && status == 0);
	fs_publish(t->dir, "archive/01.tar.zst", b.p, b.len, NULL);
	jv_free(refs);
	buf_release(&b);
}

int
main(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct task	 t;

	if (mkdtemp(tmp) == NULL)
		return 1;
	parsing();
	in_text();
	put("task.md", "---\nmetric: auc\n---\nDescription.\n");
	make_phase();
	OK("the task opens", task_open(&t, tmp, "s1", &e) == HCC_OK);
	holds("l1", &t);
	steps_hold(&t);
	lies_fail(&t);
	archive(&t);
	holds("archive", &t);
	forgery(&t);
	damage(&t);
	task_close(&t);
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
