-- The hand brain: a person, or an agent with a shell, plans and programs.
--
-- It invents nothing. Plans are written by hand (plan/NN.md), each suggestion
-- with its whole program in a fenced block; hcc runs, measures, judges by
-- numbers and remembers (hcc-agents(7)). Rules that are added to a note by hand
-- and cite what shows them become part of the task's wisdom.

local memory = require "recipes.memory"
local offline = require "brain.offline"

local brain = { describe = offline.describe }

-- The fenced blocks of a text, and the prose around them.
local function split(text)
	local blocks = {}
	local prose = ("\n" .. text .. "\n"):gsub("\n```[%w_+-]*\n(.-)\n```",
		function(block)
			blocks[#blocks + 1] = block .. "\n"
			return "\n"
		end)
	return blocks, prose
end

local function line(text)
	return (text:gsub("%s+", " "):match("^%s*(.-)%s*$"))
end

local function blocks_of(suggestion)
	local blocks, prose = split(suggestion.text)
	if #blocks == 0 then
		error("hand: suggestion '" .. suggestion.title .. "' has no "
			.. "program: put it into plan/NN.md in a fenced block "
			.. "(```), or record a run with hcc-exec -c", 0)
	end
	return blocks, prose
end

-- The files of a project that a suggestion changes: each block begins with a
-- line "FILE: name", unless there is one block and one file.
local function files_of(s, suggestion)
	local files, edit = {}, s.task.edit or {}
	local blocks = blocks_of(suggestion)
	for _, block in ipairs(blocks) do
		local name, rest = block:match("^FILE: *([^\n]-) *\n(.*)$")
		if name then
			files[name] = rest
		elseif #blocks == 1 and #edit == 1 then
			files[edit[1]] = block
		else
			error("hand: suggestion '" .. suggestion.title
				.. "' does not say which file a block is: begin "
				.. "it with a line 'FILE: name'", 0)
		end
	end
	return files
end

-- A draft that nobody has written yet is no draft.
function brain.draft(_, suggestion)
	local blocks, prose = blocks_of(suggestion)
	return { code = blocks[1], text = line(prose) }
end

function brain.improve(s, suggestion)
	if s.task.command then
		return { files = files_of(s, suggestion) }
	end
	return { code = blocks_of(suggestion)[1] }
end

function brain.debug(_, suggestion, failure)
	return { give_up = failure.class .. ": write a repaired program as a "
		.. "further suggestion; '" .. suggestion.title
		.. "' stays as it was run" }
end

-- Nothing is planned here: whoever wants a phase writes its plan.
function brain.plan()
	return { directions = {} }
end

local function number(value)
	return string.format("%.6g", value)
end

-- The judgement of a result: what failed is a dead end, of what ran its change
-- says all; what had no time says nothing.
local function judged(result, sign)
	local reference = { result.id, result.claimed_at }
	if result.status ~= "ok" or not result.score then
		local cause = result.cause or {}
		return { verdict = cause.class == "timeout" and "inconclusive"
			or "dead end", claim = line(string.format(
			"%s failed: %s", result.title,
			cause.message or cause.class or result.status)),
			evidence = { result.id, cause.at } }
	end
	if memory.stopped(result) then
		return { verdict = "inconclusive", evidence = reference,
			claim = line(memory.claim_of_stopped(result,
				result.title)) }
	end
	local claim = result.title .. " reached " .. number(result.score)
	if not result.change then
		return { verdict = "promising", evidence = reference,
			claim = line(claim) }
	end
	local within = result.interval
		and math.abs(result.change) <= result.interval
	return { evidence = reference, verdict = within and "inconclusive"
		or sign * result.change > 0 and "promising" or "dead end",
		claim = line(claim .. ", a change of " .. number(result.change)
			.. (within and ", within the noise" or "")) }
end

function brain.judge(s)
	local sign, out = memory.sign(s), { judgements = {}, rules = {},
		next = {} }
	for _, result in ipairs(s.results or {}) do
		if result.phase == s.phase then
			table.insert(out.judgements, judged(result, sign))
		end
	end
	return out
end

-- Data, program and results are written by hcc; what hands wrote are the rules.
function brain.distil(s)
	local preview, remarks = s.preview or {}, {}
	for _, note in ipairs(s.notes or {}) do
		table.move(note.rules or {}, 1, #(note.rules or {}),
			#remarks + 1, remarks)
	end
	return { tags = { preview.kind or "tabular", preview.problem or "task",
		s.task.metric }, remarks = remarks }
end

return brain
