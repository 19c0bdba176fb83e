-- The model brain: a language model plans, writes code, judges and distils.
--
-- Every call is a template (share/hcc/prompts/ROLE.md) behind the context of
-- that role, as hcc-context(1) prints it: what changes least comes first, so
-- that a server's prefix cache keeps hitting. Answers are read in every form
-- that can be understood; one that cannot is sent back once, with what is wrong
-- about it, and then the offline brain does the step, where it can.
-- What the server, the key and the budget need is the affair of hcc-llm(1).

local answer = require "llm.answer"
local edits = require "llm.edits"
local offline = require "brain.offline"
local one_program = require "llm.program"
local talk = require "llm.talk"
local text = require "llm.text"

-- It waits for a model: hcc-exec asks for the next programs while one runs.
local brain = { waits = true }

-- What a language of task.md is called, first in prompts, then by fences.
local languages = {
	python = { "Python", "python", "py", "python3" },
	r = { "R", "r", "rscript" },
	shell = { "POSIX shell", "shell", "sh", "bash" },
	julia = { "Julia", "julia", "jl" },
	c = { "C", "c" },
	project = { "the project" },
}

local function language(s)
	return languages[s.task.command and "project"
		or (s.task.language or "python"):lower()]
end

-- What an answer with a program must be. Of a project it edits `files`.
-- `known`: the code that it must differ from, as failed or base.
local function program(s, known, files)
	if s.task.command then
		return function(visible)
			return edits.apply(visible, files or {})
		end
	end
	local names = {}
	for i = 2, #language(s) do
		names[language(s)[i]] = true
	end
	known.submission = s.task.submission:match("^(.-)%.?%w*$")
	return function(visible, cut)
		known.cut = cut
		return one_program.read(visible, names, known)
	end
end

-- Can the offline brain write programs for this task?
local function has_recipes(s)
	return s.task.command ~= nil or language(s) == languages.python
end

-- Is this suggestion one of the offline brain?
local function is_recipe(suggestion)
	return suggestion.text:find("```recipe", 1, true)
		or suggestion.text:find("```constants", 1, true)
end

-- What the model answered; without a usable answer, what the offline brain does
-- in this step. It says so: `brain`, and `why`.
local function or_offline(s, role, result, why, ...)
	if result then
		return result
	end
	local able = role ~= "plan" and role ~= "draft" or has_recipes(s)
	local fine, done = pcall(able and offline[role] or error, s, ...)
	if not fine then
		hcc.fail(role .. ": " .. why)
	end
	done.brain, done.why = "offline", why
	return done
end

-- One significant digit: the limit changes with the clock, and a prompt must
-- not.
local function round_down(seconds)
	local unit = 10 ^ math.floor(math.log(math.max(seconds, 1), 10))
	return string.format("%d", math.floor(seconds / unit) * unit)
end

-- What every template may name as {{key}}; {{program}} is the template of what
-- every program must do.
local function facts(s, more)
	local task = s.task
	local values = {
		metric = task.metric,
		goal = task.goal,
		submission = task.submission,
		sample = task.sample or "what the task asks for",
		command = task.command or "",
		edit = table.concat(task.edit or {}, ", "),
		language = language(s)[1],
		limit = s.limit and round_down(s.limit) or "unknown",
		cores = tostring(s.cores or 1),
		m = tostring(s.m or 3), q = tostring(s.q or 2),
		phase = tostring(s.phase or 0),
	}
	for key, value in pairs(more or {}) do
		values[key] = value
	end
	values.scored = (task.sealed == "holdout" or task.sealed == "grader")
		and "Scores are measured on held-out rows that no program has seen"
		or "Scores are what the programs print; before one becomes the best, "
			.. "it is run on training rows that it has not seen, and a "
			.. "score that this contradicts does not count"
	values.program = talk.fill(task.command and "edits" or "program",
		values)
	return values
end

local function number(x)
	return x and string.format("%.6g", x)
end

-- The attempt whose program the context shows whole, or nil.
local function attempt_in(context, solution)
	local id = solution.id:gsub("%p", "%%%0")
	for attempt, at in context:gmatch("\n# code of (" .. id
	    .. "/%d+)\n`+\n()") do
		if context:sub(at, at + #solution.code - 1) == solution.code then
			return attempt
		end
	end
	return nil
end

-- A solution as a prompt shows it: its code within its share of the budget,
-- or where the context has it already.
local function shown(solution, name, fit, context)
	if not solution then
		return ""
	end
	local about = solution.id .. ", score " .. (number(solution.score)
		or "none")
	if solution.seconds then
		about = about .. string.format(", took %.2g s", solution.seconds)
	end
	if solution.noise and solution.noise > 0 then
		about = about .. ", noise of the score between seeds "
			.. number(solution.noise)
	end
	local attempt = context and attempt_in("\n" .. context, solution)
	if solution.doubt then
		about = about .. "; leak: it " .. solution.doubt
	end
	local code = attempt and "Its program is above: code of " .. attempt
		.. "." or text.fence(fit(solution.code, 0.4))
	return string.format("# %s (%s)\n\n%s\n\n", name, about, code)
end

-- How a suggestion names the wisdom that it uses.
local function credit(s)
	if #(s.wisdom or {}) == 0 then
		return ""
	end
	return "- End a suggestion that uses an entry of the wisdom with a "
		.. "line \"From: ID\", the ID in the heading of the entry.\n"
end

-- Suggestions that were sent back by the duplicate gate.
local function rejected(s)
	local lines = {}
	for _, one in ipairs(s.rejected or {}) do
		lines[#lines + 1] = string.format("- \"%s\" repeats %s: %s",
			one.title, one.like or "an earlier suggestion",
			one.outcome or "it was run")
	end
	if #lines == 0 then
		return ""
	end
	return "\nYour last plan repeated earlier suggestions. Propose "
		.. "something else in place of:\n" .. table.concat(lines, "\n") .. "\n"
end

-- The descriptor (paper, section 3.1): one paragraph.
function brain.describe(s)
	return or_offline(s, "describe", talk.ask(s, "describe", function()
		return facts(s)
	end, function(visible)
		return answer.paragraph(visible, 250)
	end))
end

-- A first working solution.
function brain.draft(s, planned)
	local draft, why = talk.ask(s, "draft", function()
		return facts(s)
	end, program(s, {}))
	if not draft and not has_recipes(s) then
		error(why, 0)
	end
	return or_offline(s, "draft", draft, why, planned)
end

-- The next research plan: s.m directions of s.q suggestions. When nothing that
-- the model proposes is new, recipes go on.
function brain.plan(s)
	if s.exhausted then
		return has_recipes(s) and or_offline(s, "plan", nil,
			"nothing that the model proposed is new")
			or { directions = {} }
	end
	return or_offline(s, "plan", talk.ask(s, "plan", function(fit, context)
		return facts(s, {
			best = shown(s.base, "The best solution so far", fit,
				context),
			credit = credit(s),
			rejected = fit(rejected(s), 0.2),
		})
	end, function(visible)
		return answer.plan(visible, s.m or 3, s.q or 2)
	end))
end

-- The program of one suggestion, built on the base.
function brain.improve(s, suggestion)
	if is_recipe(suggestion) then
		return offline.improve(s, suggestion)
	end
	local result, why = talk.ask(s, "improve", function(fit, context)
		return facts(s, {
			base = shown(s.base, "The solution to build on", fit,
				context),
			id = suggestion.id, title = suggestion.title,
			suggestion = fit(suggestion.text, 0.2),
		})
	end, program(s, { base = s.base and s.base.code },
		s.base and s.base.files), nil,
		s.task.command and "improve_edit")
	return result or error(why, 0)
end

-- What helps against a class of failures, where the message does not say it.
local advice = {
	import = "Nothing can be installed: use the closest alternative that "
		.. "is installed.",
	timeout = "Reduce the running time to half of the limit: fewer "
		.. "models, rounds, folds or rows, whichever affects the score "
		.. "least.",
	memory = "Use less memory: smaller data types, fewer processes, the "
		.. "data in chunks.",
	no_metric = "The last line that the program prints must be "
		.. "`metric: VALUE` with a finite number.",
	submission = "Follow the format of the sample submission, even if "
		.. "the description says otherwise.",
	killed = "It exceeded a limit: use fewer processes, less output and "
		.. "less memory.",
}

-- The repaired program of a failed attempt.
function brain.debug(s, suggestion, failure)
	if is_recipe(suggestion) then
		return offline.debug(s, suggestion, failure)
	end
	local result, why = talk.ask(s, "debug", function(fit)
		return facts(s, {
			title = suggestion.title,
			suggestion = fit(suggestion.text, 0.2),
			class = failure.class or "other",
			message = text.line(failure.message or "", 500),
			frame = failure.frame and " at " .. failure.frame or "",
			advice = advice[failure.class]
				and " " .. advice[failure.class] or "",
		})
	end, program(s, { failed = failure.code }, failure.files),
		suggestion.id, s.task.command and "debug_edit")
	return result or error(why, 0)
end

local function cell(words)
	return (text.line(words or "", 200):gsub("|", "/"))
end

-- A change with its interval, "+0.004 ± 0.002".
local function change(r)
	if not r.change then
		return "-"
	end
	return string.format("%+.6g ± ", r.change)
		.. (r.interval and string.format("%.2g", r.interval) or "unknown")
end

-- What the active phase showed (P1): the table is computed, the judgements
-- are the model's; their evidence is checked by hcc-promote.
function brain.judge(s)
	local rows = {}
	for _, r in ipairs(s.results) do
		if r.phase == s.phase then
			rows[#rows + 1] = string.format(
				"| %s | %s | %s | %s | %s | %s | %s |", r.id,
				r.status or "not run", number(r.score) or "-",
				r.base and r.base.id or "-", change(r),
				cell(r.title), cell(r.cause and r.cause.message))
		end
	end
	return or_offline(s, "judge", talk.ask(s, "judge", function(fit)
		return facts(s, { results = fit(table.concat(rows, "\n"), 0.3) })
	end, function(visible)
		return answer.judgements(visible, s.phase)
	end))
end

-- What the task taught (P2): remarks on what a program writes.
function brain.distil(s)
	return or_offline(s, "distil", talk.ask(s, "distil", function(fit,
	    context)
		return facts(s, {
			best = shown(s.base or s.draft, "The final solution", fit,
				context),
		})
	end, answer.wisdom))
end

return brain
