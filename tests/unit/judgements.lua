-- judgements.lua: what the offline brain says of results: a list of {name, what
-- comes out, what should}.
local cases = require "cases"
local recipes = require "recipes.recipe"
local report = require "recipes.report"
local tasks = require "tasks"

local is, has, join = cases.is, cases.has, cases.join
local task = tasks.plain

local function judged(result, more)
	result.id, result.phase, result.title = "01/1.1", 1, "A"
	result.text = result.text or ""
	local s = task(nil, { results = { result } })
	for key, one in pairs(more or {}) do
		s[key] = one
	end
	return report.judge(s)
end
is("a long message is cut between words", 120, function()
	local claim = judged({ status = "failed", cause = { class = "value",
		at = "x", message = ("word "):rep(23) .. "wordy and more" } })
		.judgements[1].claim
	local shown = claim:match("%((.*)%)")
	return shown == ("word "):rep(23) .. "wordy" and #shown or claim
end)
for name, result in pairs {
	["what only measured"] = { status = "measured" },
	["what was struck before it ran"] = { status = "failed", cause = {
		class = "struck", message = "m" } },
	["what nobody wrote a program for"] = { status = "failed", cause = {
		class = "brain", message = "m" } },
} do
	is(name .. " has no judgement, and no rule against it", "0 0", function()
		local out = judged(result)
		return join { #out.judgements, #out.rules }
	end)
end
is("a message that fits is whole", true, function()
	local text = ("x"):rep(120)
	return judged({ status = "failed", cause = { class = "value", at = "x",
		message = text } }).judgements[1].claim:find(text, 1, true) ~= nil
end)
is("what has no base and was adopted says so", "A reached 0.5 and was adopted",
	function()
	return judged({ status = "ok", score = 0.5, adopted = true })
		.judgements[1].claim
end)
has("a file that the best one reads and nobody has described makes a rule",
	"Look whether 'leak.csv' tells the target: 00/1.1 read it", function()
	return join(judged({ status = "ok", score = 0.5 }, { base = {
		id = "00/1.1", undescribed = { "leak.csv" } } }).rules)
end)
-- Factors that the log of 01/1.1 tells.
local function factors(lines)
	local old = hcc.context
	hcc.context = function()
		local list = { "# log of 01/1.1/1 " }
		for i, one in ipairs(lines) do
			list[i + 1] = "[" .. i .. "-9] worth: " .. one
				.. " over 5 folds"
		end
		return table.concat(list, "\n") .. "\n"
	end
	local out = judged({ status = "ok", score = 0.5,
		claimed_at = "01/1.1/1:5-9" })
	hcc.context = old
	return out
end
is("factors in the metric come first, the largest before others",
	"A; b: accuracy; a: accuracy; d: loss; c: loss", function()
	local list = {}
	for i, j in ipairs(factors({ "c: loss -0.1 (-0.2 to -0.05)",
		"a: accuracy +0.2 (+0.1 to +0.3)", "d: loss +0.3 (+0.2 to +0.4)",
		"b: accuracy -0.3 (-0.4 to -0.2)" }).judgements) do
		list[i] = j.claim:match("^%w+: %w+") or j.claim:match("^%w+")
	end
	return table.concat(list, "; ")
end)
is("a factor that harms is left out, one that may be nothing is neither",
	"dead end inconclusive; Leave out a: accuracy -0.2 (-0.3 to -0.1) "
	.. "[1-9]", function()
	local out = factors({ "a: accuracy -0.2 (-0.3 to -0.1)",
		"b: accuracy +0.1 (-0.1 to +0.3)" })
	return out.judgements[2].verdict .. " " .. out.judgements[3].verdict
		.. "; " .. join(out.rules):gsub("01/1.1/1:", ""):gsub("%.$", "")
end)
has("what may be nothing is measured again", "Measure b on more folds "
	.. "[01/1.1/1:1-9].", function()
	return join(factors({ "b: accuracy +0.1 (-0.1 to +0.3)" }).next)
end)
has("what helped is gone further with", "Go further with b.", function()
	return join(factors({ "b: accuracy +0.1 (+0.05 to +0.3)" }).next)
end)
for _, interval in ipairs { "-0.1 to +0", "+0 to +0.1" } do
	has("a factor whose interval (" .. interval .. ") ends at 0 may be nothing",
		"Measure b on more folds", function()
		return join(factors({ "b: accuracy +0.05 (" .. interval .. ")" })
			.next)
	end)
end
is("two factors are measured again, one that helped is gone further with",
	"Measure a on more folds [01/1.1/1:1-9]. Measure b on more folds "
	.. "[01/1.1/1:2-9]. Go further with d.", function()
	return join(factors({ "a: accuracy +0.4 (-0.1 to +0.5)",
		"b: accuracy +0.3 (-0.1 to +0.5)", "c: accuracy +0.2 (-0.1 to "
		.. "+0.5)", "d: accuracy +0.1 (+0.05 to +0.5)", "e: accuracy "
		.. "+0.1 (+0.05 to +0.5)" }).next)
end)
is("what is no factor is passed over", 1, function()
	return #factors({ "a: accuracy 0.4", "b: accuracy +x (-0.1 to +0.5)",
		"of nothing" }).judgements
end)
is("a rule of two settings does not stand beside its opposite", "", function()
	local what = "linear with C 1 instead of 10, rate 2 instead of 20: "
		.. "loss -0.2 (-0.3 to -0.1)"
	local old = hcc.context
	hcc.context = function()
		return "# log of 01/1.1/1 \n[1-9] worth: " .. what
			.. " over 5 folds\n"
	end
	local out = judged({ status = "ok", score = 0.5,
		claimed_at = "01/1.1/1:5-9" }, { notes = { { rules = { "Keep linear "
		.. "with C 10 instead of 1, rate 20 instead of 2: loss -0.2" } } } })
	hcc.context = old
	return join(out.rules)
end)
is("only the log of the run itself tells its factors", 1, function()
	local old = hcc.context
	hcc.context = function()
		return "[1-9] worth: a: accuracy +0.4 (+0.1 to +0.5) over 5 folds\n"
	end
	local out = judged({ status = "ok", score = 0.5,
		claimed_at = "01/1.1/1:5-9" })
	hcc.context = old
	return #out.judgements
end)
is("five factors of a result are told", 6, function()
	local lines = {}
	for i = 1, 7 do
		lines[i] = "f" .. i .. ": accuracy +0.1 (+0.05 to +0.3)"
	end
	return #factors(lines).judgements
end)
-- The interval of two runs by their folds, as a claim tells it.
local function beside(sealed)
	local s = task(nil, { results = { { id = "01/1.1", phase = 1,
		status = "ok", score = 0.8, folds = { 0.8, 0.81, 0.79 },
		text = recipes.block({ model = "svm" }) }, { id = "01/2.1",
		phase = 1, status = "ok", score = 0.89, folds = { 0.9, 0.92, 0.85 },
		text = recipes.block({ model = "knn" }) } } })
	s.task.sealed = sealed
	local list = report.judge(s).judgements
	return list[#list].claim:match("± (%S+)") .. " "
		.. (list[#list].claim:match(", (within the noise)$") or "beyond")
end
-- t(2) = 4.303, the deviation of the differences 0.02646, times the root of
-- 1/3 + 1/2, or of 1 + 1/2
is("runs are compared by the folds that both have", "0.1 within the noise",
	beside)
is("where the score was measured on rows held out, less surely",
	"0.14 within the noise", beside, "holdout")
is("a task's size is one of three", "small small medium medium large",
	function()
	local list = {}
	for i, rows in ipairs { 1, 2000, 2001, 20000, 20001 } do
		local tags = report.distil(task({ rows_train = rows })).tags
		list[i] = tags[#tags]
	end
	return join(list)
end)

return cases
