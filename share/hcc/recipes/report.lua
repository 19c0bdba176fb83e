-- Reports: the descriptor, the judgements of a phase, the wisdom of a task.
-- Numbers are copied from the results, written with %.6g, never derived.

local memory = require "recipes.memory"
local recipes = require "recipes.recipe"
local traits_of = require "recipes.traits"

local M = {}

local function number(value)
	return string.format("%.6g", value)
end

-- The description without markup, as sentences.
local function sentences(text)
	text = (text or ""):gsub("```.-```", " "):gsub("|[^\n]*|", " ")
	    :gsub("\n%s*\n", ". "):gsub("[#*_`>]+", " ")
	    :gsub("\n%s*[-+]%s+", ", "):gsub("https?://%S+", "")
	    :gsub("%s+", " "):gsub("([.!?:])%s*[.]", "%1")
	local list = {}
	for sentence in (text .. " "):gmatch("(.-[.!?])%s") do
		sentence = sentence:match("^%s*(.-)%s*$")
		if #sentence > 15 then
			list[#list + 1] = sentence
		end
	end
	return list
end

local function count_types(preview)
	local count, order = {}, {}
	for _, column in ipairs(preview.columns or {}) do
		local kind = tostring(column.type)
		if not count[kind] then
			order[#order + 1] = kind
		end
		count[kind] = (count[kind] or 0) + 1
	end
	local parts = {}
	for i, kind in ipairs(order) do
		parts[i] = count[kind] .. " " .. kind
	end
	return table.concat(parts, ", ")
end

local function facts(s)
	local p, t = s.preview or {}, traits_of(s)
	local parts = { string.format("A %s %s task scored by %s (%s).",
		p.kind or "tabular", p.problem or t.problem, s.task.metric,
		s.task.goal or "maximize") }
	if #t.target > 0 then
		local shown = table.concat(t.target, ", ", 1,
			math.min(6, #t.target))
		parts[#parts + 1] = string.format("The target is %s%s.", shown,
			p.labels and ", sets of " .. p.labels .. " labels"
			or p.classes and t.goal ~= "number"
			and " with " .. p.classes .. " classes" or "")
	end
	if p.rows_train then
		parts[#parts + 1] = string.format("There are %s training and %s"
			.. " test rows as CSV.", p.rows_train,
			p.rows_test or "unknown")
	end
	local types = count_types(p)
	if types ~= "" then
		parts[#parts + 1] = "Columns: " .. types .. "."
	end
	if t.missing > 0 then
		parts[#parts + 1] = string.format("Share of missing cells: %s.",
			number(t.missing))
	end
	if tonumber(p.imbalance) and t.goal ~= "number" then
		parts[#parts + 1] = string.format("Rarest class: %s.",
			number(t.imbalance))
	end
	parts[#parts + 1] = string.format("The submission %s has the columns "
		.. "and ids of the sample.", s.task.submission
		or "submission.csv")
	return table.concat(parts, " ")
end

-- One dense paragraph below 250 tokens (paper, appendix A): the facts of
-- the preview, then as many sentences of the description as fit.
function M.describe(s)
	local text, most = facts(s), 900
	local told = ""
	for _, sentence in ipairs(sentences(s.task.description)) do
		if #told + #sentence + #text < most then
			told = told .. sentence .. " "
		end
	end
	text = told .. text
	local words = 0
	return (text:sub(1, 1000):gsub("%S+", function(word)
		words = words + 1
		return words <= 170 and word or ""
	end):gsub("%s+", " "):match("^%s*(.-)%s*$"))
end

-- What is claimed of a failure: its class, and its message as far as it
-- stands in the log. Cut between words, so that no figure is.
local function failure_claim(result)
	local cause = result.cause or {}
	local what = cause.class or result.status or "failed"
	local message = cause.at and tostring(cause.message or "")
	    :gsub("%s+", " ") or ""
	if #message > 120 then
		message = message:sub(1, 121):match("^(.*) ") or ""
	end
	return string.format("%s did not finish: %s%s", result.title or
		"The suggestion", what, message ~= "" and " (" .. message
		.. ")" or "")
end

-- The judgement of a result: a verdict only where the change is beyond its
-- interval. A title that ends with the run it varies would make the numbers of
-- the claim that run's.
local function judged(result, sign)
	local title = (result.title or "The suggestion")
	    :gsub(", from %d+/%d+%.%d+$", "")
	if result.status ~= "ok" or type(result.score) ~= "number" then
		local twice = result.cause and (result.cause.class == "import"
			or result.cause.class == "memory")
		return { verdict = twice and "dead end" or "inconclusive",
			claim = failure_claim(result),
			evidence = { result.id, (result.cause or {}).at } }
	end
	local evidence = { result.id, result.claimed_at }
	if memory.stopped(result) then
		return { verdict = "inconclusive", evidence = evidence,
			claim = memory.claim_of_stopped(result, title) }
	end
	local claim = title .. " reached " .. number(result.score)
	local verdict, base = "inconclusive", result.base
	if base and base.score and result.change then
		local gain = sign * result.change
		local known = result.interval ~= nil
		local beyond = known and math.abs(gain) > result.interval
		verdict = beyond and (gain > 0 and "promising" or "dead end")
		    or "inconclusive"
		claim = claim .. (beyond and (gain > 0 and ", better than the "
			or ", worse than the ") or known
			and ", within the noise of the "
			or ", with unknown noise beside the ")
		    .. number(base.score) .. " of the solution it was built on"
		evidence[#evidence + 1] = base.id
	elseif result.adopted then
		claim = claim .. " and was adopted"
	end
	return { verdict = verdict, claim = claim, evidence = evidence }
end

-- What the log of a result says its factors were worth: a list of { what,
-- metric, mean, low, high, claim, at }: those in the metric before those in
-- loss, the largest first.
local function worths_of(result)
	local list = {}
	local prefix = tostring(result.claimed_at):match("^(.*):")
	local ok, text = pcall(hcc.context, { role = "judge", id = result.id })
	if not prefix or not ok then
		return list
	end
	local log = "# log of " .. prefix .. " "
	local from = text:find(log, 1, true)
	text = from and text:sub(from) or ""
	for range, claim in text:gmatch("%[(%d+%-%d+)%] worth: ([^\n]*)") do
		local what, metric, mean, low, high = claim:match(
			"^(.*): (%S+) ([-+]%S+) %(([-+]%S+) to ([-+]%S+)%)")
		mean, low, high = tonumber(mean), tonumber(low), tonumber(high)
		if mean and low and high then
			list[#list + 1] = { what = what, metric = metric,
				mean = mean, low = low, high = high,
				claim = claim, at = prefix .. ":" .. range }
		end
	end
	table.sort(list, function(a, b)
		if (a.metric == "loss") ~= (b.metric == "loss") then
			return b.metric == "loss"
		end
		return math.abs(a.mean) > math.abs(b.mean)
	end)
	return list
end

-- +1 where a factor helped for certain, -1 where it did harm, else 0.
local function effect(one, sign)
	local good = one.metric == "loss" and -1 or sign
	if one.low <= 0 and one.high >= 0 then
		return 0
	end
	return good * one.mean > 0 and 1 or -1
end

-- A factor the other way round: "linear with C 1 instead of 10" for "linear
-- with C 10 instead of 1".
local function reversed(what)
	local name, list = what:match("^(.- with )(.* instead of .*)$")
	local parts = {}
	for part in (list and list .. ", " or ""):gmatch("(.-), ") do
		parts[#parts + 1] = part:gsub("^(%S+) (.*) instead of (.*)$",
			"%1 %3 instead of %2")
	end
	return name and name .. table.concat(parts, ", ") or what
end

-- Rules of notes by what they are about: the text before ": ".
local function rules_before(s)
	local found = {}
	for _, note in ipairs(s.notes or {}) do
		for _, rule in ipairs(note.rules or {}) do
			found[rule:match("^(.-)%s*[(:]") or rule] = true
		end
	end
	return found
end

-- Judgements and rules on factors: what they were worth, no more than five a
-- result; a rule ends with the bytes that bear it out. Where the opposite rule
-- is one of those before, none is made. The factors go to `found`.
local function judge_factors(result, sign, out, found, before)
	for i, one in ipairs(worths_of(result)) do
		local is = effect(one, sign)
		found[#found + 1] = { what = one.what, is = is, one = one }
		if i <= 5 then
			out.judgements[#out.judgements + 1] = {
				verdict = is > 0 and "promising"
				    or is < 0 and "dead end" or "inconclusive",
				claim = one.claim, evidence = { one.at } }
		end
		local keep, leave = "Keep " .. one.what,
		    "Leave out " .. one.what
		local other = is > 0 and leave or keep
		local back = "Keep " .. reversed(one.what)
		local rule = i <= 5 and (is > 0 and keep or is < 0 and leave)
		if rule and not before[other] and not before[back]
		    and not before[rule] then
			before[rule] = true
			out.rules[#out.rules + 1] = string.format(
				"%s: %s %+.4g (%+.4g to %+.4g) [%s].", rule,
				one.metric, one.mean, one.low, one.high, one.at)
		end
	end
end

-- The recipe of a result, or nil.
local function recipe_of(result)
	local ok, recipe = pcall(recipes.parse, result.text)
	return ok and not recipe.members and recipe or nil
end

-- The one field in which two recipes of a family differ, or nil.
local function differs(a, b)
	if a.model ~= b.model then
		return nil
	end
	local field
	local merged = recipes.copy(a)
	for key, value in pairs(b) do
		merged[key] = merged[key] == nil and value or merged[key]
	end
	for key in pairs(merged) do
		if key ~= "time" and recipes.encode({ a[key] })
		    ~= recipes.encode({ b[key] }) then
			if field then
				return nil
			end
			field = key
		end
	end
	return field
end

-- The 97.5 % quantile of Student's t distribution, as in lib/task/change.c.
local function student(df)
	local few = { 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306,
		2.262, 2.228 }
	local z = 1.96
	return few[df] or z + (z ^ 3 + z) / (4 * df) + (5 * z ^ 5 + 16 * z ^ 3
		+ 3 * z) / (96 * df * df)
end

-- Half the 95 % interval of the difference of two runs by their folds, as
-- changes are told (hcc-tree(5)); nil without as many folds.
local function interval(s, one, other)
	local a, b = one.folds, other.folds
	if type(a) ~= "table" or type(b) ~= "table" or #a ~= #b or #a < 2 then
		return nil
	end
	local n, mean, square = #a, 0, 0
	for i = 1, n do
		mean = mean + (a[i] - b[i]) / n
	end
	for i = 1, n do
		square = square + (a[i] - b[i] - mean) ^ 2
	end
	local measured = s.task.sealed == "holdout" or s.task.sealed == "grader"
	return student(n - 1) * math.sqrt(square / (n - 1))
		* math.sqrt((measured and 1 or 1 / n) + 1 / (n - 1))
end

-- What one run was worth beside another: a family beside another, or a setting
-- where nothing else differs; nil when it says nothing.
local function worth_beside(s, one, other)
	local a, b = recipe_of(one), recipe_of(other)
	local half = a and b and interval(s, one, other)
	local field = half and differs(a, b)
	if not half or not field and a.model == b.model
	    or one.base and one.base.id == other.id and not field then
		return nil
	end
	local change = one.score - other.score
	local what = field and string.format("%s and %s differ in %s alone",
		one.id, other.id, field)
	    or string.format("%s is %s, %s is %s", one.id, a.model, other.id,
		b.model)
	return { verdict = "inconclusive", evidence = { one.id, other.id },
		claim = string.format("%s: %+.6g ± %.2g against %s%s", what,
			change, half, other.id, math.abs(change) > half
			and "" or ", within the noise") }
end

-- The same of the runs of the phase, the latest first, at most four.
local function judge_runs(s, out)
	local list, n = {}, 0
	for _, r in ipairs(s.results or {}) do
		if r.status == "ok" and r.score and not memory.stopped(r) then
			list[#list + 1] = r
		end
	end
	for i = #list, 1, -1 do
		for k = 1, i - 1 do
			local one = list[i].phase == s.phase and n < 4
			    and worth_beside(s, list[i], list[k])
			if one then
				n = n + 1
				table.insert(out.judgements, one)
			end
		end
	end
end

-- What to try next, by what was found: what is open, what helped, another kind.
local function next_steps(best, better, found, unfinished)
	local list = {}
	for _, one in ipairs(found) do
		if one.is == 0 and #list < 2 then
			list[#list + 1] = "Measure " .. one.what
			    .. " on more folds [" .. one.one.at .. "]."
		end
	end
	for _, one in ipairs(found) do
		if one.is > 0 and #list < 3 then
			list[#list + 1] = "Go further with " .. one.what .. "."
			break
		end
	end
	if best and not better then
		list[#list + 1] = "Try families of another kind than these."
	elseif best and #list == 0 then
		list[1] = "Vary one setting of " .. best.id .. "."
	elseif not best and unfinished then
		list[#list + 1] = "Try simpler families."
	end
	return list
end

local function better_of(a, b, sign)
	return b.score and (not a or sign * b.score > sign * a.score) and b or a
end

-- Was there a program whose end says something of the idea? Not where it was
-- struck before it ran, nor where nobody wrote one; what only measured tells
-- by its log.
local function came_to_an_end(result)
	local class = (result.cause or {}).class
	return result.status ~= "measured" and class ~= "struck"
		and (class ~= "brain" or (result.attempts or 1) > 1)
end

-- P1 (paper, appendix A): what each suggestion of the active phase showed.
function M.judge(s)
	local sign, phase = memory.sign(s), s.phase
	local out = { judgements = {}, rules = {}, next = {} }
	local best, failed, found, before = nil, {}, {}, rules_before(s)
	local stopped, adopted = false, nil
	for _, result in ipairs(s.results or {}) do
		if result.phase == phase and came_to_an_end(result) then
			table.insert(out.judgements, judged(result, sign))
			judge_factors(result, sign, out, found, before)
			if memory.stopped(result) then
				stopped = true
			elseif result.status ~= "ok" then
				failed[#failed + 1] = result
			else
				adopted = result.adopted and result or adopted
				best = better_of(best, result, sign)
			end
		end
	end
	judge_runs(s, out)
	local better = best and (not best.change or sign * best.change > 0)
	-- a blend may be adopted beside a better score
	adopted = best and best.adopted and best or adopted
	if adopted then
		table.insert(out.rules, 1, "Build on " .. adopted.id .. ".")
	elseif best and best.base and best.base.id and best.interval
	    and not better then
		table.insert(out.rules, 1, "Stay with " .. best.base.id .. ": "
			.. best.id .. " was no better.")
	end
	for _, name in ipairs(s.base and s.base.undescribed or {}) do
		out.rules[#out.rules + 1] = string.format("Look whether '%s' "
			.. "tells the target: %s read it, and preview.md does not "
			.. "describe it.", name, s.base.id)
	end
	for _, result in ipairs(failed) do
		local class = result.cause and result.cause.class or "failure"
		out.rules[#out.rules + 1] = string.format("Avoid what %s did: "
			.. "it ended with %s.", result.id, class)
	end
	out.next = next_steps(best, better, found, stopped or #failed > 0)
	return out
end

local function tags_of(s, t, winner)
	local tags = { (s.preview or {}).kind or "tabular", t.problem,
		s.task.metric }
	local seen = {}
	for _, member in ipairs(winner and (winner.members or { winner })
	    or {}) do
		if not seen[member.model] then
			seen[member.model] = true
			tags[#tags + 1] = member.model
		end
	end
	tags[#tags + 1] = t.rows <= 2000 and "small"
	    or t.rows <= 20000 and "medium" or "large"
	return tags
end

-- The best solution, { recipe, score }; where that has no recipe (a blend of
-- runs) or did not come to train it, the best that has; nil without one.
local function winner_of(s, tried)
	local base = s.base or s.draft or {}
	local ok, recipe = pcall(recipes.parse, base.text)
	for _, entry in ipairs(tried) do
		ok = ok and (entry.id ~= base.id or entry.score ~= nil)
	end
	return ok and { recipe = recipe, score = base.score }
	    or memory.ranking(s, tried, nil)[1]
end

-- What the next task is given: { family, score, settings } of the winner and
-- of the best of each family, best first.
local function ranking_of(s, tried, winner)
	local list, seen = {}, {}
	local function add(recipe, score)
		local settings = recipes.copy(recipe)
		settings.model, settings.time, settings.drop = nil, nil, nil
		settings.folds, settings.repeats = nil, nil
		settings.tolerant = nil
		if score and not seen[recipe.model] then
			seen[recipe.model] = true
			list[#list + 1] = { family = recipe.model,
				score = score, settings = next(settings)
				and settings or nil }
		end
	end
	if winner then
		add(winner.recipe, winner.score)
	end
	for _, entry in ipairs(memory.ranking(s, tried, nil)) do
		add(entry.recipe, entry.score)
	end
	return list
end

-- P2 (paper, appendix A): the program writes data, winner and results; recipes
-- add which of them to begin with.
function M.distil(s)
	local t, tried = traits_of(s), memory.tried(s)
	local winner = winner_of(s, tried)
	return { tags = tags_of(s, t, winner and winner.recipe), remarks = {},
		ranking = ranking_of(s, tried, winner) }
end

return M
