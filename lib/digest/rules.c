/*
 * rules.c: the words that a digest recognises, and their weights.
 *
 * The words are those that programs in any field print; names of libraries
 * and of their messages are left out on purpose. The weights and limits are a
 * choice by measurement, on logs of public repositories:
 * tests/bench/digest-rules prints what is lost without each row.
 */
#include "digest/rules.h"

const struct word_list word_lists[] = {
	{ "failure", CLASS_ERROR,
	    "abnormal abnormally abort aborted aborting assertion broken "
	    "canceled cancelled "
	    "cannot conflict conflicting conflicts couldn crash crashed "
	    "crashes deadlock denied died diverged dumped err error errors "
	    "evicted exceeded exception exceptions fail failed "
	    "failing fails failure "
	    "failures fatal fault forbidden halted illegal impossible "
	    "insufficient "
	    "interrupted invalid killed killing malformed malloc mismatch "
	    "mismatched oom "
	    "oomkilled panic panicked preempted preemption refused rejected "
	    "rejecting segfault sigabrt "
	    "sigbus sigfpe sighup sigill sigint sigkill sigpipe sigsegv "
	    "sigterm smashing terminate terminated "
	    "terminating termination timeout traceback unable unavailable "
	    "unbound uncaught undefined "
	    "unexpected unhandled unreachable unrecognized unrecoverable "
	    "unresolved unsatisfiable "
	    "unsuccessful unsupported violated violation" },
	{ "failure as a level", HEAD, "alert critical emergency severe usage" },
	{ "level of one letter", HEAD, "e f" },
	{ "level", LEVEL, "level levelname loglevel lvl priority severity" },
	{ "level or status", LEVEL | STATUS, "status" },
	{ "exit", CLASS_OUTCOME | EXITS, "exit exited exiting exits" },
	{ "exit status", EXITS,
	    "errno errorcode exitcode exitstatus rc retcode returncode" },
	{ "before a status", STATUS, "code non on signal with zero" },
	{ "failure, other languages", CLASS_ERROR,
	    "abgebrochen fehler fehlgeschlagen erreur erro errore falha fallo "
	    "interrompu interrotto" },
	{ "damage", CLASS_WARN, "corrupt corrupted corruption nan overflow" },
	{ "warning", CLASS_WARN,
	    "advertencia avertissement aviso avviso caution deprecated "
	    "deprecation fallback ignored ignoring leak leaking overridden "
	    "retry retrying skipped skipping warn warning warnings warnung" },
	{ "outcome", CLASS_OUTCOME,
	    "beendet checkpoint complete completed completes converged done "
	    "early end ended exported fertig finally "
	    "finish finished "
	    "gespeichert outcome passed reached restored result results saved "
	    "saving stopped stopping submission success successfully summary "
	    "terminado total written wrote" },
	{ "best", CLASS_OUTCOME | CLASS_METRIC, "best bestes final overall" },
		{ "metric", CLASS_METRIC,
	    "acc accuracy aic auc auroc average avg bic bpc brier cer chrf "
	    "cider correlation cost cv deviance dice dsc eer elbo "
	    "fid fitness fpr fscore genauigkeit gflops gini "
	    "improved jaccard jsd kappa likelihood logloss loss mae mape max "
	    "mcc mean median meteor metric metrics min miou mrr mse nll "
	    "objective oob oof pearson perplexity perte ppl psnr return "
	    "returns rew "
	    "reward rewards rmse rmsle roc score scores sensitivity "
	    "silhouette spearman specificity ssim std topk tpr "
	    "value values verlust wer" },
	{ "part of the data", CLASS_METRIC | OF_DATA,
	    "test train val valid validate validation" },
	{ "part of the data, or a device", OF_DATA, "dev" },
	{ "metric and section", CLASS_METRIC | SECTION,
	    "eval evaluation" },
	{ "metric with a number", CLASS_METRIC | NUMBERED,
	    "ap ar bleu f hit hits iou map ndcg precision recall rouge top" },
	{ "parameter", CLASS_PARAM,
	    "alpha args arguments config configuration decay depth dim "
	    "dropout epochs epsilon estimators gamma hidden hyperparameters "
	    "layers learning lr momentum namespace optimizer options "
	    "parameter parameters params patience seed settings "
	    "threshold trainable warmup weights workers" },
	{ "section", SECTION,
	    "benchmark evaluate evaluating experiment fitting processing "
	    "running scenario task testing training" },
	{ "section and parameter", SECTION | CLASS_PARAM, "model" },
	{ "section and data", SECTION | CLASS_DATA, "dataset" },
	{ "counter", COUNTER,
	    "ep epoca epoch epoche epok gen generation it iter iteration "
	    "iterations round update updates" },
	{ "counter of results", COUNTER | TRIALS, "run trial" },
	{ "counter and parameter", COUNTER | CLASS_PARAM, "step steps" },
	{ "counter of data", COUNTER | CLASS_PARAM | CLASS_DATA, "batch" },
	{ "counter and metric", COUNTER | CLASS_METRIC, "episode" },
	{ "counter of results and metric", COUNTER | CLASS_METRIC | TRIALS,
	    "fold" },
	{ "data", CLASS_DATA,
	    "cases classes columns data documents entries examples features "
	    "images instances labels loaded loading negative patients "
	    "positive questions records rows samples sentences shape size "
	    "split tokens videos vocab" },
	{ "machine", CLASS_ENV,
	    "backend cpu cpus cuda device devices driver gb gib gpu gpus "
	    "hardware host hostname io mb memory mib node nodes nvidia "
	    "platform python ram rank rss slurm torch version vram world" },
	{ "frame", CLASS_FRAME, "file" },
	{ "time", CLASS_TIME,
	    "duration eta execution hours latency minutes real runtime sec "
	    "seconds throughput time took user" },
	{ "time in all", CLASS_TIME | CLASS_OUTCOME, "elapsed" },
};
const size_t nword_lists = sizeof(word_lists) / sizeof(word_lists[0]);

const char *const metric_ends[] = { "acc", "accuracy", "auc", "bleu", "iou",
	"loss", "mae", "mape", "mse", "score" };
const size_t nmetric_ends = sizeof(metric_ends) / sizeof(metric_ends[0]);

const struct word_list word_phrases[] = {
	{ "failure", CLASS_ERROR,
	    "bad descriptor,bus error,can t,caught signal,command not found,"
	    "double free,no space left,no such file,out of bounds,out of disk,"
	    "out of memory,out of space,pure virtual,timed out" },
	{ "doubt", CLASS_ERROR | CLASS_WARN,
	    "became nan,gave up,giving up,has expired,is nan,license expired,"
	    "nan detected,nan loss,"
	    "no module,no rule,no such,no space,not available,"
	    "not a valid,not converge,not converged,not declared,not defined,"
	    "not enough,not exist,not finite,not found,not installed,"
	    "not recognized,not supported,non finite,out of range,ran out,"
	    "time limit,wall time" },
};
const size_t nword_phrases = sizeof(word_phrases) / sizeof(word_phrases[0]);

const struct word_list signs[] = {
	{ "failure", CLASS_ERROR,
	    "❌ ✗ ✘ 错误 失败 异常 已杀死 段错误 エラー 失敗 例外 強制終了 오류 실패 "
	    "ошибка Ошибка Убито échec Échec falló" },
	{ "warning", CLASS_WARN, "⚠ 警告 경고 предупреждение Предупреждение" },
	{ "outcome", CLASS_OUTCOME, "✅ ✔ 🏆 完成 早停 完了 완료 Готово" },
	{ "best", CLASS_OUTCOME | CLASS_METRIC, "最佳 最好" },
	{ "metric", CLASS_METRIC, "损失 准确率 精度" },
};
const size_t nsigns = sizeof(signs) / sizeof(signs[0]);

#define EVENT (CLASS_STRONG | CLASS_WARN)

const struct digest_rule digest_rules[] = {
	{ "pair", CLASS_PAIR, 0, 0, 10, "`name: value` is a fact" },
	{ "setting", CLASS_PAIR | CLASS_PARAM, 0, 0, 10,
	    "a parameter with its value" },
	{ "decimal", CLASS_DECIMAL, 0, 0, 8, "results have decimals" },
	{ "subject", 0, CLASS_PARAM | CLASS_DATA | CLASS_ENV | CLASS_TIME, 0,
	    12, "says on what, with what, how long" },
	{ "value", CLASS_METRIC | CLASS_DECIMAL, 0, 0, 28,
	    "a metric with its value" },
	{ "series", CLASS_METRIC | SERIES, 0, 0, 26,
	    "a metric that was followed over time" },
	{ "numbers", SERIES, 0, CLASS_WORDS, 20,
	    "a series that nothing names" },
	{ "outcome", CLASS_OUTCOME, 0, 0, 24, "how it ended" },
	{ "prose", CLASS_PROSE, 0, 0, -30, "sentences about anything" },
	{ "site", CLASS_SITE, 0, 0, 36, "the user's file and line" },
	{ "warning", CLASS_WARN, 0, 0, 24, "may explain a bad result" },
	{ "error", CLASS_STRONG, 0, 0, 70, "a failure, by its spelling" },
	{ "library", 0, CLASS_STACK | CLASS_FRAME, EVENT, -60,
	    "frames of libraries tell little" },
	{ "aftermath", AFTER_ERROR, 0, CLASS_STRONG, 40,
	    "what follows an error explains it" },
	{ "prelude", BEFORE_ERROR, 0, CLASS_STRONG, 20,
	    "what stands before it says on what" },
	{ "start", AT_START, 0, 0, 16, "programs begin with their settings" },
	{ "end", AT_END, 0, 0, 20, "and end with results" },
};
const size_t ndigest_rules = sizeof(digest_rules) / sizeof(digest_rules[0]);

const struct digest_limit digest_limits[NLIMITS] = {
	[WHOLE_TOKENS] = { "whole", 4000,
	    "a log of no more tokens may be shown whole" },
	[WHOLE_TIMES] = { "whole times", 2,
	    "if its digest is not shorter than by this" },
	[SMALL_TOKENS] = { "small", 1000,
	    "a log of no more tokens, if by twice this" },
	[BASE_TOKENS] = { "base", 1600, "tokens for any log" },
	[ROOT_TOKENS] = { "root", 28,
	    "times the square root of the log's tokens on top" },
	[TAIL_TOKENS] = { "tail", 800, "for the last lines" },
	[LEAST_SCORE] = { "least", -12,
	    "what weighs less is left out of all but small digests" },
	[FAMILY_LOSS] = { "family", 8,
	    "less for each better line with the same first words" },
	[EVENT_LOSS] = { "event", 12,
	    "the same for errors and warnings of one message" },
	[KIND_LOSS] = { "kind", 1.5,
	    "less for each better failure that the same word says" },
	[TRACE_SCORE] = { "trace", 110, "the first stack trace" },
	[TRACE_LOSS] = { "trace loss", 12,
	    "less for each that raised the same before" },
};
