-- Facts: what the templates of prompts name as {{key}}.
--
-- What differs from one call to the next stands in the role's template alone;
-- the system message has only what is the same in every call of a task. The
-- clock moves between a run and its replay: `clock` lists what depends on it,
-- which a record does without.

local memory = require "recipes.memory"
local network = require "llm.network"
local talk = require "llm.talk"
local text = require "llm.text"

local M = {}

-- What a language of task.md is called, first in prompts, then by fences.
local languages = {
	python = { "Python", "python", "py", "python3" },
	r = { "R", "r", "rscript" },
	shell = { "POSIX shell", "shell", "sh", "bash" },
	julia = { "Julia", "julia", "jl" },
	c = { "C", "c" },
	project = { "the project" },
}

function M.language(s)
	return languages[s.task.command and "project"
		or (s.task.language or "python"):lower()]
end

function M.number(x)
	return x and string.format("%.6g", x)
end

function M.seconds(x)
	return x and string.format(x < 10 and "%.2g" or "%.0f", x)
end

-- The first `digits` of a whole number, the others 0.
local function round_down(x, digits)
	local unit = math.max(1, 10 ^ (math.floor(math.log(math.max(x, 1), 10))
		+ 1 - digits))
	return string.format("%d", math.floor(x / unit) * unit)
end

-- "7 h", "40 minutes": at least so much.
local function duration(seconds)
	local units = { { 7200, 3600, "hours" }, { 120, 60, "minutes" } }
	for _, unit in ipairs(units) do
		if seconds >= unit[1] then
			return round_down(seconds / unit[2], 2) .. " " .. unit[3]
		end
	end
	return round_down(seconds, 2) .. " seconds"
end

local function plural(n, word)
	return n .. " " .. word .. (n == 1 and "" or "s")
end

-- What a run may take.
local function limits(s)
	return "A run may take " .. (s.limit and round_down(s.limit, 2)
		or "unknown") .. " seconds on " .. plural(s.cores or 1,
		"processor core") .. "."
end

local kinds = {
	stratified = "drawn at random, each with its share of the target",
	grouped = "which keep groups together",
	forward = "which go forward in time: a fold is predicted by what is "
		.. "learnt from those below it",
	both = "which keep groups together and go forward in time, as the "
		.. "section on the data says",
}

-- How a program validates.
local function folds(s)
	local given = (s.preview or {}).folds
	return given and string.format("on the %d folds of `./%s` (columns id, "
		.. "fold), %s. Programs on the same folds can be compared; a "
		.. "program that changes them cannot", given.count, given.file,
		kinds[given.kind])
		or "by cross-validation or on a held-out part"
end

-- What every template may name, with the tables that follow.
function M.of(s, ...)
	local task, command = s.task, s.task.command
	local values = {
		metric = task.metric,
		goal = task.goal,
		submission = task.submission,
		sample = task.sample or "what the task asks for",
		command = command or "",
		edit = table.concat(task.edit or {}, ", "),
		language = M.language(s)[1],
		folds = folds(s),
		access = (network.is_there(s) and "with" or "without")
			.. " network access",
		limits = limits(s),
		phase = string.format("%02d", s.phase or 0),
		wisdom = #(s.wisdom or {}) == 0 and "" or " Use what earlier "
			.. "tasks taught about data and models, where it applies.",
		program = command and (task.edit or {})[1] or "solution.py",
		file = command and " the name of the file on a line of its own, "
			.. "then" or "",
		whole = command and "file instead: a line `FILE: name`, its text, "
			.. "and a line of three backquotes"
			or "program instead, in one code block",
	}
	values.scored = (task.sealed == "holdout" or task.sealed == "grader")
		and "Scores are measured on held-out rows that no program has seen"
		or "Scores are what the programs print" .. (command and "" or
			"; before one becomes the best, it is run on training rows "
			.. "that it has not seen, and a score that this contradicts "
			.. "does not count")
	values.rules = talk.fill(command and "project" or "program", values)
	values.edits = text.trim(talk.fill("edits", values))
	-- What depends on the clock: it is no part of a recorded request.
	values.clock = { M.time(s), M.moves(s), values.limits }
	for _, more in ipairs({ ... }) do
		for key, value in pairs(more) do
			values[key] = value
		end
	end
	return values
end

-- The attempt whose program the context shows whole, or nil.
local function attempt_in(context, id, code)
	for attempt, at in context:gmatch("\n# code of (" .. id:gsub("%p", "%%%0")
	    .. "[/%d]*)\n`+\n()") do
		if context:sub(at, at + #code - 1) == code then
			return attempt
		end
	end
	return nil
end

-- The program that an attempt is shown as changes to: the attempt whose program
-- stands whole, and those whose changes lead from it to this one; nil when the
-- context has not all of them.
local function changes_in(context, attempt)
	local list = {}
	for _ = 1, 20 do
		local name = attempt:gsub("%p", "%%%0")
		local from, at = context:match("\n# code of " .. name
			.. ", as changes to the code of ([%d/.]+)\n()")
		local same = context:match("\n# code of " .. name
			.. ": that of ([%d/.]+), unchanged\n")
		local changes = at and context:match("^(`+\n.-\n)`+\n", at)
		if changes and not changes:find("\n%[squeezed: ") then
			table.insert(list, 1, attempt)
		elseif not same then
			local whole = context:match("\n# code of " .. name
				.. "\n(`+\n.-\n)`+\n")
			return whole and not whole:find("\n%[squeezed: ")
				and attempt or nil, list
		end
		attempt = from or same
	end
end

-- A program, `code`: its code within its share of the budget, in front of the
-- step, unless the context has it; and `base`, where it stands. `attempt`: the
-- one that it is, if known. `about`: words about it, or nil. `share`: of the
-- budget, if it is only to be looked at.
function M.program(id, code, fit, context, attempt, about, share)
	local name = id .. (about and " (" .. about .. ")" or "")
	local whole, changes = nil, {}
	if context then
		context = "\n" .. context
		whole = attempt_in(context, id, code)
		if not whole and attempt then
			whole, changes = changes_in(context, attempt)
		end
	end
	if whole then
		return { code = "", base = name .. ", whose program is above: "
			.. "the code of " .. whole .. (#changes > 0
			and " with the changes of " .. table.concat(changes,
			", then of ") or "") .. "." }
	end
	return { code = "# Program of " .. name .. "\n\n"
		.. text.fence(fit(code, share or 0.4)) .. "\n\n",
		base = id .. ", whose program stands in front of this section." }
end

-- The same of a solution. `entire`: changes do not do.
function M.solution(solution, fit, context, share, entire)
	if not solution then
		return { code = "", base = "nothing: there is no solution yet." }
	end
	local about = "score " .. (M.number(solution.score) or "none")
	if solution.seconds then
		about = about .. ", took " .. M.seconds(solution.seconds) .. " s"
	end
	if solution.noise and solution.noise > 0 then
		about = about .. ", noise of the score between seeds "
			.. M.number(solution.noise)
	end
	if solution.doubt then
		about = about .. "; leak: it " .. solution.doubt
	end
	return M.program(solution.id, solution.code, fit, context,
		not entire and solution.attempt and solution.id .. "/"
		.. math.tointeger(solution.attempt), about, share)
end

-- What a suggestion says, unless the context shows its plan.
function M.stated(suggestion, fit, context)
	if context and context:find(text.trim(suggestion.text), 1, true) then
		return "(What it says stands above, in the plan.)"
	end
	return fit(suggestion.text, 0.2)
end

-- The program to build on, with the one that a suggestion merges into it.
function M.base(s, suggestion, fit, context, entire)
	local base = M.solution(s.base, fit, context, nil, entire)
	local id = suggestion.text:match("\nMerge: (%d+/%d+%.%d+)")
	local other = id and hcc.solution(id)
	if other then
		other = M.solution(other, fit, context, nil, entire)
		base.code = base.code .. other.code
		base.base = base.base .. " Merge " .. other.base
	end
	return base
end

-- What the program of a suggestion is for; `usual`, if that is a score.
function M.aim(suggestion, usual)
	return " " .. (suggestion.measure and "The suggestion only measures: its "
		.. "program needs no submission, no files in ./keep and no line "
		.. "`metric:`, and nothing of it is adopted. It prints what it "
		.. "measured, a short line each, with the number (`without the "
		.. "lags: 0.812`), the most telling first, as far as time allows."
		or usual)
end

-- Have other suggestions of its phase got results since it was planned? Without
-- a context yes: there must be room to say so.
function M.has_news(suggestion, context)
	return context == nil or context:find("\n# suggestion "
		.. suggestion.id:match("^%d+") .. "/", 1, true) ~= nil
end

M.strike = " If a result above, which was not known when this was planned, "
	.. "shows that it cannot help any more, answer instead with one line: "
	.. "`STRIKE: ` and the reason; it is not run then. With `CLOSE: ` and "
	.. "the reason nothing of this phase begins any more."

-- The size of a plan, and what its parts see of each other.
function M.shape(s)
	local m, q = s.m or 3, s.q or 2
	return (m == 1 and "1 direction with "
		or m .. " directions of different kinds, each with ")
		.. plural(q, "concrete suggestion") .. "."
		.. (m == 1 and "" or " Directions run in parallel and cannot "
		.. "use each other's results.") .. (q == 1 and "" or " The "
		.. "suggestions of one direction run in their order, each based "
		.. "on the best program of its direction that is there when it "
		.. "is written: often the one that the direction begins with, "
		.. "so that none relies on the one before it.")
end

-- How many phases of the time that the ones so far took are left; nil: many,
-- or no limit.
local function phases_left(s)
	local spent = s.time_left and (s.time_total or s.time_left) - s.time_left
	if not spent or spent <= 0 or (s.phase or 0) < 1 then
		return nil
	end
	local n = math.floor(s.time_left * s.phase / spent)
	return n < 9 and n or nil
end

-- Is there no time for another phase after the one to be planned?
local function is_last(s)
	local left = phases_left(s)
	return left and left < 2
end

-- What is left of the budget, and what a run takes of it.
function M.time(s)
	local lines = { limits(s) }
	if s.slots and s.slots > 1 then
		lines[1] = lines[1]:gsub("%.$", "; " .. s.slots
			.. " run at the same time.")
	end
	local took = s.base and s.base.seconds
	if took and s.limit and took * 20 < s.limit then
		lines[#lines + 1] = "The best solution leaves most of this unused: "
			.. "larger models, more rounds and averages over seeds fit in."
	end
	if s.time_left and s.time_total then
		local left = phases_left(s)
		lines[#lines + 1] = string.format("Of the budget of %s, more than "
			.. "%s are left%s.", duration(s.time_total),
			duration(s.time_left), left and left > 1 and ", enough "
			.. "for about " .. plural(left, "phase") .. " like those "
			.. "so far" or "")
	end
	return table.concat(lines, " ")
end

-- The number of the phase in which a solution was found.
local function phase_of(solution)
	return solution and (solution.phase
		or tonumber(solution.id:match("^%d+"))) or 0
end

-- The direction of a run, "02/1".
local function direction_of(id)
	return id and id:match("^%d+/%d+")
end

-- What a run was built on: its id, or nil.
local function built_on(r)
	return type(r.base) == "table" and r.base.id or r.base
end

-- The directions that lead to the base, its own too: a set. `runs`: all.
local function lineage(s, runs)
	local set, from, id = {}, {}, (s.base or {}).id
	for _, r in ipairs(runs) do
		from[r.id] = built_on(r)
	end
	while id and not set[id] do
		set[id], set[direction_of(id) or id] = true, true
		id = from[id]
	end
	return set
end

-- The id of the best run that a plan may merge into the base or build on in its
-- place: it is of another direction than those that led there, was not built on
-- the base itself, and came to its end. Nil: none is.
local function other(s)
	local runs, best = {}, nil
	for _, note in ipairs(s.notes or {}) do
		table.move(note.results or {}, 1, #(note.results or {}),
			#runs + 1, runs)
	end
	table.move(s.results or {}, 1, #(s.results or {}), #runs + 1, runs)
	local sign = (s.task or {}).goal == "minimize" and -1 or 1
	local set = lineage(s, runs)
	for _, r in ipairs(runs) do
		if r.status == "ok" and r.score and not memory.stopped(r)
		    and not set[direction_of(r.id)]
		    and not r.id:find("/0.", 1, true)
		    and not (s.base and built_on(r) == s.base.id)
		    and (not best or sign * r.score > sign * best.score) then
			best = r
		end
	end
	return best and best.id
end

-- What a plan is to do beside new ideas: at a standstill, at the end.
function M.moves(s)
	local lines = { "- A suggestion with \"measure\": true only measures, as "
		.. "an ablation of the parts of the best program, the importance "
		.. "of features or the errors by group: it needs no submission and "
		.. "is never adopted, but what it prints stays in view. "
		.. "Use one where you do not know what matters." }
	local id = other(s)
	if id then
		lines[2] = "- To start a direction from another run than the best, "
			.. "give its id as \"from\", such as \"" .. id
			.. "\", the best of another direction."
		lines[3] = "- A suggestion with \"merge\": \"" .. id .. "\" "
			.. "brings what was good in that run, or in another that "
			.. "you name, into the program that it builds on; its "
			.. "programmer sees both. Plan one where two directions "
			.. "that differ in kind have good results."
	end
	local still = (s.phase or 0) - 1 - phase_of(s.base)
	if still >= 2 then
		lines[#lines + 1] = "- The last " .. still .. " phases brought no "
			.. "better solution. Tune no more parameters: change the kind "
			.. "of model, the features, the data that it learns from, or "
			.. "the target that it is trained for."
	end
	if is_last(s) then
		lines[#lines + 1] = "- This is the last phase: plan what is safe. "
			.. "Prefer small steps from what worked (more seeds, a blend, "
			.. "a slower learning rate) to what may fail."
	end
	return table.concat(lines, "\n") .. "\n"
end

-- How a suggestion names the wisdom that it uses.
function M.credit(s)
	if #(s.wisdom or {}) == 0 then
		return ""
	end
	return "- End a suggestion that uses an entry of the wisdom with a "
		.. "line \"From: ID\", the ID before the item.\n"
end

-- Suggestions that were sent back by the duplicate gate.
function M.rejected(s)
	local lines = {}
	for _, one in ipairs(s.rejected or {}) do
		lines[#lines + 1] = string.format("- \"%s\" repeats %s: %s",
			one.title, one.like or "an earlier suggestion",
			one.outcome or "it was run")
	end
	if #lines == 0 then
		return ""
	end
	return "\nYour last plan repeated earlier suggestions. Give it once "
		.. "more, whole, with something else in place of:\n"
		.. table.concat(lines, "\n") .. "\n"
end

return M
