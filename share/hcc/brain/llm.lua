-- The model brain: a language model plans, writes code, judges and distils.
--
-- Every call is a template (share/hcc/prompts/ROLE.md) behind the context, as
-- hcc-context(1) prints it, which is the same for all roles: what changes least
-- comes first, so that a server's prefix cache keeps hitting. Answers are read
-- in every form that can be understood; one that cannot is sent back once, with
-- what is wrong about it, and then the offline brain does the step, where it
-- can.
-- What the server, the key and the budget need is the affair of hcc-llm(1).

local answer = require "llm.answer"
local descriptor = require "llm.descriptor"
local edits = require "llm.edits"
local facts = require "llm.facts"
local lead = require "llm.lead"
local network = require "llm.network"
local notes = require "llm.notes"
local offline = require "brain.offline"
local one_program = require "llm.program"
local plans = require "llm.plans"
local remarks = require "llm.remarks"
local skeleton = require "llm.skeleton"
local talk = require "llm.talk"
local text = require "llm.text"

local has_recipes = skeleton.has_recipes
local draft_until = 0.75	-- of the budget is left for a model's draft

-- It waits for a model: hcc-exec asks for the next programs while one runs.
local brain = { waits = true }

-- What an answer with a program must be. Of a project it edits `files`.
-- `known`: the code that it changes and must differ from, as failed or base.
local function program(s, known, files)
	if s.task.command then
		return function(visible)
			local declined, why = one_program.declined(visible,
				known)
			if declined or why then
				return declined, why
			end
			return edits.apply(visible, files or {})
		end
	end
	local names = {}
	for i = 2, #facts.language(s) do
		names[facts.language(s)[i]] = true
	end
	known.submission = not known.measures
		and s.task.submission:match("^(.-)%.?%w*$") or nil
	known.file, known.language = s.task.submission, facts.language(s)[1]
	known.online = network.is_there(s)
	known.preview = s.preview_text
	known.own = not known.measures and skeleton.fits(s)
		and function(...)
			return skeleton.read(s, ...)
		end
	return function(visible, cut)
		known.cut = cut
		return one_program.read(visible, names, known)
	end
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

-- The descriptor (paper, section 3.1): one paragraph.
function brain.describe(s)
	return or_offline(s, "describe", talk.ask(s, "describe", function()
		return facts.of(s)
	end, function(visible)
		local said, why = answer.paragraph(visible, 250)
		local fault = said and descriptor.fault(s, said.text)
		return not fault and said or nil, why or fault
	end))
end

-- The draft of the model; without one a recipe, whose note says so.
local function drafted(s, draft, why, planned)
	local done = or_offline(s, "draft", draft, why, planned)
	if done.brain then
		done.text = "By the offline brain: " .. why .. ".\n\n"
			.. done.text
	end
	return done
end

-- A first working solution, or one of several that are written side by side.
-- What a person wrote into the draft's plan is carried out; where a draft has
-- failed, repairs and all, the next is a recipe.
function brain.draft(s, planned)
	local wanted = planned and not offline.says_nothing(planned.text)
		and planned.text
	if wanted and lead.is_recipe(planned) then
		return offline.draft(s, planned)
	elseif not wanted and #(s.results or {}) > 0 and has_recipes(s) then
		return drafted(s, nil, "the draft before it failed", planned)
	end
	local draft, why = talk.ask(s, "draft", function(fit)
		return facts.of(s, { form = skeleton.form(s, fit),
			time = facts.time(s), suggestion = wanted
				and "\n\n" .. fit(wanted, 0.2) or "" })
	end, program(s, {}))
	if not draft and (wanted or not has_recipes(s)) then
		error(why, 0)
	end
	return drafted(s, draft, why, planned)
end

-- What a plan is told: the program to build on, `code`, and what to plan.
local function planning(s, fit, context)
	local values = facts.solution(s.base, fit, context, 0.25)
	values.planning = text.trim(talk.fill("planning", facts.of(s, values, {
		shape = facts.shape(s), time = facts.time(s),
		moves = facts.moves(s), credit = facts.credit(s),
	}))) .. "\n"
	return values
end

-- What can be had here, and the size of a plan.
local function reach(s)
	return { m = s.m or 3, q = s.q or 2, online = network.is_there(s),
		preview = s.preview_text }
end

-- The plan of an answer.
local function read_plan(s, visible)
	return plans.read(visible, reach(s))
end

-- The plan of the model.
function brain.plan_alone(s)
	return or_offline(s, "plan", talk.ask(s, "plan", function(fit, context)
		return facts.of(s, planning(s, fit, context),
			{ rejected = fit(facts.rejected(s), 0.2) })
	end, function(visible)
		return read_plan(s, visible)
	end))
end

-- The next research plan: s.m directions of s.q suggestions. When nothing that
-- the model proposes is new, recipes go on, and when most of what it wrote
-- failed, they lead.
function brain.plan(s)
	local why = has_recipes(s) and lead.too_weak(s)
	if s.exhausted then
		return has_recipes(s) and or_offline(s, "plan", nil,
			"nothing that the model proposed is new")
			or { directions = {} }
	elseif not why then
		return brain.plan_alone(s)
	end
	local plan = lead.beside(s, offline.plan, brain.plan_alone)
	plan.brain, plan.why = "hybrid", why
	return plan
end

-- The input, with the short form asked for where the model does not lead.
local function in_short(s)
	return lead.too_weak(s) and lead.with(s, "skeleton", true) or s
end

-- The program of one suggestion, built on the base.
function brain.improve(s, suggestion)
	if lead.is_recipe(suggestion) then
		return offline.improve(s, suggestion)
	end
	s = in_short(s)
	local known = { base = s.base and s.base.code,
		measures = suggestion.measure }
	local result, why = talk.ask(s, "improve", function(fit, context, again)
		known.strikes = facts.has_news(suggestion, context)
		return facts.of(s, facts.base(s, suggestion, fit, context,
			again or s.skeleton), {
			id = suggestion.id, title = suggestion.title,
			suggestion = facts.stated(suggestion, fit, context),
			aim = facts.aim(suggestion, "Change only what the "
				.. "suggestion names and keep everything else, "
				.. "above all the validation, so that the scores "
				.. "can be compared."),
			form = suggestion.measure and ""
				or skeleton.form(s, fit),
			strike = known.strikes and facts.strike or "",
		})
	end, program(s, known, s.base and s.base.files))
	return result or error(why, 0)
end

-- Is a suggestion whose program is written still worth its run, now that others
-- have ended? A model that does not say lets it run.
function brain.watch(s, suggestion)
	return talk.ask(s, "watch", function(fit, context)
		return facts.of(s, { id = suggestion.id,
			title = suggestion.title,
			suggestion = facts.stated(suggestion, fit, context) })
	end, function(visible)
		local struck = one_program.struck(visible)
		return struck or visible:find("%f[%u]RUN%f[%U]") and {}
			or nil, "it is neither RUN nor STRIKE: and a reason"
	end) or {}
end

-- What helps against a class of failures, where the message does not say it.
local advice = {
	file = "The data are below ./input/, where the section on the data "
		.. "says.",
	import = "Nothing can be installed: use the closest alternative that "
		.. "is installed.",
	timeout = "Reduce the running time to half of the limit: fewer "
		.. "models, rounds, trials or features, whichever affects the "
		.. "score least; never fewer folds or rows.",
	memory = "Use less memory: smaller data types, fewer processes, the "
		.. "data in chunks.",
	no_metric = "The last line that the program prints must be "
		.. "`metric: VALUE` with a finite number.",
	submission = "Follow the format of the sample submission, even if "
		.. "the description says otherwise.",
	killed = "It exceeded a limit: use fewer processes, less output and "
		.. "less memory.",
}

-- Is a suggestion a draft in whose plan no person has written?
local function is_free_draft(s, id)
	local draft = lead.planned(s, true)[id]
	return draft and offline.says_nothing(draft.text)
end

-- Why a draft of the model is not repaired, but a recipe takes its place, or
-- nil: while there is nothing valid, time is dear.
local function is_late(s, suggestion, failure)
	if not skeleton.fits(s) or not is_free_draft(s, suggestion.id) then
		return nil
	elseif failure.class == "timeout" then
		return "the draft of the model ran out of time"
	end
	return s.time_left and s.time_left < draft_until * s.time_total
		and "drafts have taken a quarter of the budget" or nil
end

-- The repaired program of a failed attempt.
function brain.debug(s, suggestion, failure)
	if lead.is_recipe(suggestion) then
		return offline.debug(s, suggestion, failure)
	end
	local late = is_late(s, suggestion, failure)
	if late then
		return drafted(s, nil, late)
	end
	s = in_short(s)
	local failed = suggestion.id .. "/" .. (failure.attempt or 1)
	local result, why = talk.ask(s, "debug", function(fit, context, again)
		return facts.of(s, facts.program(failed, failure.code or "",
			fit, context, not again and not s.skeleton
			and failed), {
			attempt = failed, id = suggestion.id,
			title = suggestion.title,
			suggestion = facts.stated(suggestion, fit, context),
			aim = suggestion.measure and facts.aim(suggestion)
				or "",
			built = s.base and s.base.seconds and " " .. s.base.id
				.. ", which it was built on, took "
				.. facts.seconds(s.base.seconds) .. " s." or "",
			class = failure.class or "other",
			message = text.line(failure.message or "", 500),
			frame = failure.frame and " at " .. failure.frame or "",
			advice = advice[failure.class]
				and not (s.task.command and failure.class == "file")
				and " " .. advice[failure.class] or "",
		})
	end, program(s, { failed = failure.code, built_on = s.base
		and s.base.code, measures = suggestion.measure },
		failure.files))
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

-- What a judge is told that plans the next phase in the same answer, s.next; or
-- that it does not.
local function and_plan(s, fit, context)
	if not s.next then
		return { code = "", also = "", planning = "", directions = "" }
	end
	local ahead = {}
	for key, value in pairs(s) do
		ahead[key] = value
	end
	ahead.phase = s.next
	local values = planning(ahead, fit, context)
	local phase = string.format("%02d", s.next)
	values.also = " and plan phase " .. phase
	values.planning = "## Then the research plan of phase " .. phase
		.. "\n\n" .. values.planning .. "\n"
	values.directions = ', "directions": [{"title": "...", "why": "...", '
		.. '"suggestions": [{"title": "...", "text": "..."}]}]'
	values.clock = facts.of(ahead).clock
	return values
end

-- What the active phase showed (P1): the table is computed, the judgements
-- are the model's; their evidence is checked by hcc-promote. With s.next the
-- plan of that phase is asked for too: `plan`, if it can be used.
function brain.judge(s)
	local rows, plan = {}, nil
	for _, r in ipairs(s.results) do
		if r.phase == s.phase then
			rows[#rows + 1] = string.format(
				"| %s | %s | %s | %s | %s | %s | %s | %s |", r.id,
				r.cause and r.cause.class == "struck" and "struck"
					or r.status or "not run",
				facts.number(r.score) or "-",
				r.base and r.base.id or "-", change(r),
				facts.seconds(r.seconds) or "-", cell(r.title),
				cell(r.cause and r.cause.message or r.stopped))
		end
	end
	-- a small prompt has no room for both, nor has a plan of recipes
	s.next = not lead.too_weak(s) and not talk.is_small(function(sample, share)
		return hcc.fit({ role = "judge", text = sample, share = share })
	end) and s.next or nil
	local judged, why = talk.ask(s, "judge", function(fit, context)
		return facts.of(s, and_plan(s, fit, context), {
			results = fit(table.concat(rows, "\n"), 0.3) })
	end, function(visible)
		-- by its name: lists of judgements may look like a plan
		plan = plan or s.next and visible:find('"directions"', 1, true)
			and read_plan(s, visible) or nil
		local list, fault = notes.read(visible, s.phase,
			reach(s))
		return list, plan and fault and fault .. "; its plan is kept: "
			.. "leave \"directions\" out" or fault
	end, s.next and "plan")
	judged = or_offline(s, "judge", judged, why)
	judged.plan = plan
	return judged
end

-- What the task taught (P2): remarks on what a program writes.
function brain.distil(s)
	return or_offline(s, "distil", talk.ask(s, "distil", function(fit,
	    context)
		return facts.of(s, facts.solution(s.base or s.draft, fit,
			context, 0.25))
	end, remarks.read))
end

return brain
