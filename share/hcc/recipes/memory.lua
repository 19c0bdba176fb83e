-- Memory: what this task tried (L1 and L2) and what similar tasks teach (L3),
-- as lists of recipes with their outcome.

local families = require "recipes.families"
local library = require "recipes.library"
local recipes = require "recipes.recipe"
local traits_of = require "recipes.traits"

local M = {}

-- +1 when larger scores are better, -1 when smaller ones are.
function M.sign(s)
	return s.task.goal == "minimize" and -1 or 1
end

local function outcomes(s)
	local found = {}
	for _, note in ipairs(s.notes or {}) do
		for _, result in ipairs(note.results or {}) do
			found[result.id] = result
		end
	end
	for _, result in ipairs(s.results or {}) do
		found[result.id] = result
	end
	return found
end

-- Verdict of every suggestion that a verified judgement names.
local function verdicts(s)
	local found = {}
	for _, note in ipairs(s.notes or {}) do
		for _, judgement in ipairs(note.judgements or {}) do
			if judgement.state == "verified" then
				for _, id in ipairs(judgement.evidence or {}) do
					found[id] = found[id]
					    or judgement.verdict
				end
			end
		end
	end
	return found
end

-- The recipe of a suggestion. A draft's plan says nothing: what it was stands
-- in its result; of one that did not come to it, it may come again.
local function recipe_of(one, result)
	local ok, recipe = pcall(recipes.parse, one.text)
	if ok then
		return recipe
	end
	ok, recipe = pcall(recipes.parse, result.text)
	if ok then	-- it was in a hurry
		recipe.folds, recipe.repeats, recipe.tolerant = nil, nil, nil
	end
	return ok and recipe or nil
end

-- Whether a draft had no time for its recipe, and answers what needs none: such
-- a run has no folds.
local function is_untrained(phase, result)
	return phase == 0 and result.status == "ok"
	    and #(result.folds or {}) == 0
end

-- The limit that ended a run whose score is of what it had handed in before:
-- not of its recipe. A note says so as the cause. Nil of others.
function M.stopped(result)
	local cause = result.cause
	return result.status == "ok" and (result.limit
		or type(cause) == "string" and cause:match("^limit: (%a+)"))
		or nil
end

-- What is claimed of such a run: `title` names it.
function M.claim_of_stopped(result, title)
	return string.format("%s was stopped at its limit of %s; what it had "
		.. "handed in reached %.6g", title, M.stopped(result),
		result.score)
end

-- Everything that was suggested so far, in order; what was stopped at its limit
-- is out of time, whatever it had handed in:
-- { id, phase, recipe, status, score, seconds, verdict }.
function M.tried(s)
	local list, outcome, verdict = {}, outcomes(s), verdicts(s)
	for _, plan in ipairs(s.plans or {}) do
		for _, direction in ipairs(plan.directions or {}) do
			for _, one in ipairs(direction.suggestions or {}) do
				local result = outcome[one.id] or {}
				local stopped = M.stopped(result)
				local trained = not is_untrained(plan.phase,
					result)
				list[#list + 1] = {
					id = one.id, title = one.title,
					phase = plan.phase,
					recipe = trained and recipe_of(one,
						result) or nil,
					status = stopped and "timeout"
						or result.status,
					score = not stopped and trained
						and result.score or nil,
					seconds = result.seconds,
					verdict = verdict[one.id],
				}
			end
		end
	end
	return list
end

-- Successful entries, best score first; single models or blends only, if
-- `blends` is false or true.
function M.ranking(s, tried, blends)
	local list, sign = {}, M.sign(s)
	for i, entry in ipairs(tried) do
		local is_blend = entry.recipe
		    and entry.recipe.model == "blend"
		if entry.recipe and type(entry.score) == "number"
		    and entry.status == "ok"
		    and (blends == nil or blends == is_blend) then
			list[#list + 1] = entry
			entry.order = i
		end
	end
	table.sort(list, function(a, b)
		if a.score ~= b.score then
			return sign * a.score > sign * b.score
		end
		return a.order < b.order
	end)
	return list
end

-- How many of the latest phases had nothing better than what they were built
-- on; what a limit ended is no reason for more of the same.
function M.plateau(s)
	local sign, count = M.sign(s), 0
	for i = #(s.notes or {}), 1, -1 do
		for _, result in ipairs(s.notes[i].results or {}) do
			if result.status == "ok" and not M.stopped(result)
			    and sign * (tonumber(result.change) or 0) > 0 then
				return count
			end
		end
		count = count + 1
	end
	return count
end

-- Where a rule stands: "l2/01.md:23: ", "" for what is in no file.
local function place_of(note, rule)
	local line = note.line
	for one in ((note.text or "") .. "\n"):gmatch("([^\n]*)\n") do
		if line and one:find(rule, 1, true)
		    and one:find("^%-") then
			return string.format("l2/%02d.md:%d: ", note.phase, line)
		end
		line = line and line + 1
	end
	return ""
end

-- What a hand may rule, as this brain understands it: "Never use FAMILY" and
-- "Never blend". Returns the families (and "blend") that are ruled out, and
-- the rules that are not understood, each with its place ("l2/01.md:23: ..");
-- those that this brain writes are understood, and those that are marked are
-- a brain's.
function M.ruled(s)
	local never, strange = {}, {}
	for _, note in ipairs(s.notes or {}) do
		for _, rule in ipairs(note.rules or {}) do
			local bare = rule:gsub(" verified$", "")
			    :gsub(" unchecked$", "")
			local name = bare:match("^Never use ([%w_]+)%.?$")
			if bare:match("^Never blend%.?$") then
				never.blend = true
			elseif families.models[name] then
				never[name] = true
			elseif bare == rule and not rule:match("^Build on ")
			    and not rule:match("^Stay with ")
			    and not rule:match("^Keep ")
			    and not rule:match("^Leave out ")
			    and not rule:match("^Avoid what ") then
				strange[#strange + 1] = place_of(note, rule)
				    .. rule
			end
		end
	end
	return never, strange
end

-- Whether a recipe uses what is ruled out.
function M.is_ruled_out(recipe, never)
	if never[recipe.model] then
		return true
	end
	for _, member in ipairs(recipe.members or {}) do
		if never[member.model] then
			return true
		end
	end
	return false
end

-- Families of which all runs are bad by is_bad(entry); those that are still to
-- run say nothing.
local function all_bad(tried, is_bad)
	local bad, good = {}, {}
	for _, entry in ipairs(tried) do
		local name = entry.recipe and entry.recipe.model
		if name and name ~= "blend" then
			if is_bad(entry) then
				bad[name] = true
			elseif entry.status == "ok" then
				good[name] = true
			end
		end
	end
	for name in pairs(good) do
		bad[name] = nil
	end
	return bad
end

local function has_failed(entry)
	return entry.status == "failed" or entry.status == "timeout"
end

-- Families that failed and never ran.
function M.failed(tried)
	return all_bad(tried, has_failed)
end

-- Families that failed, or were judged a dead end, and never did better.
function M.dead(tried)
	return all_bad(tried, function(entry)
		return entry.verdict == "dead end" or has_failed(entry)
	end)
end

-- Families that were judged a dead end even though they ran.
function M.weak(tried)
	local weak = {}
	for _, entry in ipairs(tried) do
		local name = entry.recipe and entry.recipe.model
		if name and entry.verdict == "dead end" then
			weak[name] = true
		elseif name and entry.verdict == "promising" then
			weak[name] = false
		end
	end
	return weak
end

-- Whether a recipe can run on a task with these traits; if not, the model
-- that cannot, and why where it is not the kind of the task.
function M.fits(t, recipe)
	for _, member in ipairs(recipe.members or { recipe }) do
		local family = families.models[member.model]
		if family.needs and not t.has[family.needs] then
			return false, member.model, "it needs the library "
			    .. family.needs .. ", which programs do not find"
		end
		local view = t.image and families.picture_view(member)
		    or families.view_of(member)
		if family.only == "classes" and t.goal == "number"
		    or family.only == "number" and t.goal == "classes"
		    or view == "words" and not t.text
		    or view == "series" and not t.series
		    or (families.of_pictures[view] or false) ~= t.image then
			return false, member.model
		end
	end
	return true
end

-- How near the score of one of a ranking is to the best there: 1; the worst of
-- it is at 0.
function M.worth(ranking, i)
	local best, most = ranking[1].score, 0
	for _, one in ipairs(ranking) do
		most = math.max(most, math.abs(one.score - best))
	end
	return most > 0 and 1 - math.abs(ranking[i].score - best) / most or 1
end

-- Families in the order in which a wisdom ranks them, best first, and how near
-- each came to the best there; a blend says nothing of its members.
local function order_of(wisdom)
	local list, worth, ranking = {}, {}, wisdom.ranking or {}
	for i, one in ipairs(ranking) do
		if families.models[one.family] and not worth[one.family] then
			worth[one.family] = M.worth(ranking, i)
			list[#list + 1] = one.family
		end
	end
	return list, worth
end

-- The recipes that a wisdom ranks, best first, without those that did little
-- better than the worst there: their settings are no reason to try them. Those
-- in the text of a wisdom that ranks nothing.
local function recipes_of(wisdom)
	local list, ranking = {}, wisdom.ranking or {}
	for i, one in ipairs(ranking) do
		local recipe = recipes.copy(one.settings or {})
		recipe.model = one.family
		if M.worth(ranking, i) > 0.85 and pcall(recipes.check, recipe) then
			list[#list + 1] = recipe
		end
	end
	return #ranking > 0 and list or recipes.all(wisdom.text)
end

-- Families that ran here, best first.
local function order_here(s, tried)
	local list, seen = {}, {}
	for _, entry in ipairs(M.ranking(s, tried, false)) do
		local name = entry.recipe.model
		if not seen[name] then
			seen[name] = true
			list[#list + 1] = name
		end
	end
	return list
end

-- How well a task's order of families foretold what happened here: the share
-- of pairs that came in the same order, twice; 1: unknown.
local function agreement(here, there)
	local place, same, all = {}, 1, 2
	for i, name in ipairs(there) do
		place[name] = i
	end
	for i, better in ipairs(here) do
		for j = i + 1, #here do
			local a, b = place[better], place[here[j]]
			if a and b then
				all = all + 1
				same = same + (a < b and 1 or 0)
			end
		end
	end
	return 2 * same / all
end

-- What the library's order says of each family, 1/4 to 3/4.
local function by_library(s)
	local place, count = {}, 0
	for _, direction in ipairs(library.directions(traits_of(s),
	    s.task.metric)) do
		for _, recipe in ipairs(direction.recipes) do
			if not place[recipe.model] then
				count = count + 1
				place[recipe.model] = count
			end
		end
	end
	return function(name)
		return place[name] and 0.75 - 0.5 * (place[name] - 0.5) / count
		    or 0.5
	end
end

-- What an entry counts: the more the more similar its task is; half of it where
-- its age or other versions of libraries make it doubtful, nothing where it
-- was demoted.
local function weight_of(wisdom)
	return wisdom.status == "demoted" and 0
	    or (wisdom.similarity or 0) ^ 4 * (wisdom.doubt and 0.5 or 1)
end

-- What similar tasks say of each family: 1 won, 0 came last, a mean that
-- counts the more the more similar a task is, the better it foretold the order
-- of what was tried here, and the better the family did there: a low score may
-- be that of its settings; the fewer there are, the nearer it is to what
-- the library says.
function M.prior(s, tried)
	local sum, weight, here = {}, {}, order_here(s, tried)
	local default = by_library(s)
	for _, wisdom in ipairs(s.wisdom or {}) do
		local order, worth = order_of(wisdom)
		local trust = weight_of(wisdom) * agreement(here, order) ^ 2
		for i, name in ipairs(order) do
			local place = (#order - i + 0.5) / #order
			local w = trust * math.max(0.3, worth[name])
			sum[name] = (sum[name] or 0) + w * place
			weight[name] = (weight[name] or 0) + w
		end
	end
	return function(name)
		return ((sum[name] or 0) + 0.2 * default(name))
		    / ((weight[name] or 0) + 0.2)
	end
end

-- How much a family promises here: what its best attempt reached among those
-- of all families, or the prior while it is untried; less with every attempt
-- (also one that is only planned), so that others get their turn.
function M.promise(s, tried)
	local prior, place, count = M.prior(s, tried), {}, {}
	local names = order_here(s, tried)
	for i, name in ipairs(names) do
		place[name] = i
	end
	for _, entry in ipairs(tried) do
		local name = entry.recipe and entry.recipe.model
		if name then
			count[name] = (count[name] or 0) + 1
		end
	end
	return function(name)
		local value = prior(name)
		if place[name] then
			value = (value + 2 * (#names - place[name] + 0.5)
			    / #names) / 3
		end
		return value - 0.25 * (count[name] or 0)
	end
end

-- Recipes of the fetched wisdom that fit this task, best match first:
-- { recipe, place (1 won there), support, from = id, task }; support is the
-- share of the tasks, similar ones above all, that name this very recipe.
-- Those of general practice, which are not measured, are given apart.
function M.inherited(s, practice)
	local list, seen, t, all = {}, {}, traits_of(s), 1e-9
	for _, wisdom in ipairs(s.wisdom or {}) do
		local usable = wisdom.status ~= "demoted"
		    and (wisdom.origin == "curated") == (practice or false)
		local w = usable and weight_of(wisdom) or 0
		all = all + w
		for place, recipe in ipairs(recipes_of(wisdom)) do
			recipe.time, recipe.drop = nil, nil
			recipe.folds, recipe.repeats = nil, nil
			recipe.tolerant = nil
			local key = recipes.key(t, recipe)
			local entry = seen[key]
			if usable and not entry and M.fits(t, recipe) then
				entry = { recipe = recipe, place = place,
					support = 0, from = wisdom.id,
					task = wisdom.task }
				seen[key] = entry
				list[#list + 1] = entry
			end
			if usable and entry then
				entry.place = math.min(entry.place, place)
				entry.support = entry.support + w
			end
		end
	end
	for _, entry in ipairs(list) do
		entry.support = entry.support / all
	end
	return list
end

return M
