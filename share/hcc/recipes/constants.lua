-- Constants: the search of a project that is not data, without a model.
--
-- The user marks what may vary, behind an assignment:
--
--	LR = 3e-4           # hcc: 1e-4..1e-1 log
--	WIDTH = 64          # hcc: 16|32|64|128
--	NESTEROV = False    # hcc: True|False
--	DECAY = "linear"    # hcc: none|linear|cosine
--
-- The choices of a text in quotes may do without them.
--
-- Each direction changes one constant, from the value that the base has: first
-- to where its own results, if there are any, were better. Steps begin wide and
-- become narrower where nothing is better. What was better in a phase is tried
-- together in the next, since only one of it was built on. A text that was
-- tried is not tried again. The first plan begins with the values that an
-- earlier task of the project ended with (L3).

local memory = require "recipes.memory"

local M = {}

-- The marked constants of the files: a list of {file, name, value, low, high,
-- log, whole, choices}, in the order of the files' names.
function M.find(files)
	local names, list = {}, {}
	for name in pairs(files) do
		names[#names + 1] = name
	end
	table.sort(names)
	for _, file in ipairs(names) do
		for line in (files[file] .. "\n"):gmatch("(.-)\n") do
			local name, value, mark = line:match("^%s*([%w_%.]+)"
				.. "%s*:?=%s*(%S+)%s*[,;]?%s*[#/]+%s*hcc:%s*(.-)%s*$")
			value = value and value:gsub("[,;]$", "")
			local one = name and { file = file, name = name,
				value = value }
			local low, high, rest = (mark or ""):match(
				"^([%d%.eE+-]-)%.%.([%d%.eE+-]+)%s*(%a*)$")
			if one and low and tonumber(low) and tonumber(high) then
				one.low, one.high = tonumber(low), tonumber(high)
				one.log = rest == "log" and one.low > 0
				one.whole = not (value .. low .. high)
					:find("[%.eE]")
			elseif one and mark:find("|", 1, true) then
				local quote = value:match("^[\"']") or ""
				one.choices = {}
				for word in mark:gmatch("[^|%s]+") do
					one.choices[#one.choices + 1] = quote
						.. word:gsub("^[\"'](.*)[\"']$", "%1")
						.. quote
				end
			else
				one = nil
			end
			list[#list + 1] = one
		end
	end
	return list
end

local function written(one, x)
	if one.whole then
		return string.format("%d", math.floor(x + 0.5))
	end
	return string.format("%.4g", x)
end

-- Values to try for a constant, the most promising first; `step` is the share
-- of the whole range that one step takes. down: smaller ones come first.
function M.values(one, step, down)
	local list = {}
	if one.choices then
		for _, word in ipairs(one.choices) do
			if word ~= one.value then
				list[#list + 1] = word
			end
		end
		return list
	end
	local now = tonumber(one.value)
	if not now then
		return list
	end
	step = down and -step or step
	for _, by in ipairs({ step, -step, step / 2, -step / 2 }) do
		local x
		if one.log then
			x = math.exp(math.log(math.max(now, one.low))
				+ by * math.log(one.high / one.low))
		else
			x = now + by * (one.high - one.low)
		end
		x = math.max(one.low, math.min(one.high, x))
		if one.whole and math.floor(x + 0.5) == now then
			x = now + (by > 0 and 1 or -1)
		end
		if x >= one.low and x <= one.high and written(one, x)
		    ~= written(one, now) then
			list[#list + 1] = written(one, x)
		end
	end
	return list
end

local function text_of(changes)
	local lines = {}
	for _, c in ipairs(changes) do
		lines[#lines + 1] = string.format("%s: %s = %s", c.file, c.name,
			c.value)
	end
	return "```constants\n" .. table.concat(lines, "\n") .. "\n```"
end

-- The changes that a suggestion asks for.
function M.parse(text)
	local list = {}
	for line in (text:match("```constants\n(.-)```") or ""):gmatch("[^\n]+") do
		local file, name, value = line:match(
			"^%s*(%S+): ([%w_%.]+) = (%S+)%s*$")
		if not file then
			error("constants: '" .. line .. "' is not 'FILE: NAME = "
				.. "VALUE'", 0)
		end
		list[#list + 1] = { file = file, name = name, value = value }
	end
	if #list == 0 then
		error("without a model only constants can be changed: a block "
			.. "```constants with lines 'FILE: NAME = VALUE'", 0)
	end
	return list
end

-- The files with these changes.
function M.apply(files, changes)
	local new = {}
	for name, text in pairs(files) do
		new[name] = text
	end
	for _, c in ipairs(changes) do
		local text, done = new[c.file], false
		if not text then
			error("constants: no file '" .. c.file .. "'", 0)
		end
		local name = c.name:gsub("%p", "%%%0")
		text = ("\n" .. text):gsub("(\n%s*" .. name
			.. "%s*:?=%s*)([^%s,;]+)([^\n]-[#/]+%s*hcc:)",
			function(head, _, tail)
				done = true
				return head .. c.value .. tail
			end, 1):sub(2)
		if not done then
			error("constants: no marked '" .. c.name .. "' in "
				.. c.file, 0)
		end
		new[c.file] = text
	end
	return new
end

-- What every plan so far has asked for, by "file: name = value @ base".
local function tried(s)
	local seen = {}
	for _, plan in ipairs(s.plans) do
		for _, d in ipairs(plan.directions) do
			for _, one in ipairs(d.suggestions) do
				seen[one.text] = true
			end
		end
	end
	return seen
end

-- What changing constants has come to: a list of {phase, changes, gain}, gain
-- above 0 where the score was better than that of the base. A run that a limit
-- ended says nothing.
local function history(s)
	local sign = s.task.goal == "minimize" and -1 or 1
	local change, list = {}, {}
	for _, note in ipairs(s.notes or {}) do
		for _, r in ipairs(note.results or {}) do
			change[r.id] = r.status == "ok"
				and not memory.stopped(r) and r.change or nil
		end
	end
	for _, plan in ipairs(s.plans) do
		for _, d in ipairs(plan.directions) do
			for _, one in ipairs(d.suggestions) do
				local ok, changes = pcall(M.parse, one.text)
				if ok and change[one.id] then
					list[#list + 1] = { phase = plan.phase,
						changes = changes,
						gain = sign * change[one.id] }
				end
			end
		end
	end
	return list
end

local function key(c)
	return c.file .. ": " .. c.name
end

-- What was better in the last phase, the best value of each constant; nil:
-- the base has all of it. `list`: the constants of the base.
local function together(list, past, phase)
	local best, changes, is_new = {}, {}, false
	for _, r in ipairs(past) do
		for _, c in ipairs(r.changes) do
			local k = key(c)
			if r.phase == phase - 1 and r.gain > 0
			    and not (best[k] and best[k].gain >= r.gain) then
				best[k] = { value = c.value, gain = r.gain }
			end
		end
	end
	for _, one in ipairs(list) do
		local b = best[key(one)]
		if b then
			is_new = is_new or b.value ~= one.value
			changes[#changes + 1] = { file = one.file,
				name = one.name, value = b.value }
		end
	end
	return is_new and #changes > 1 and changes or nil
end

-- Were smaller values of a constant better than larger ones, by what has
-- changed it alone? `first`: its value at the beginning.
local function leans_down(one, past, first)
	local now, sum = tonumber(one.value), 0
	for _, r in ipairs(past) do
		local c = r.changes[1]
		local x = #r.changes == 1 and key(c) == key(one)
			and tonumber(c.value)
		if x and now and r.gain ~= 0 then
			local from = x == now and first or now
			local way = x > from and 1 or x < from and -1 or 0
			sum = sum + (r.gain > 0 and way or -way)
		end
	end
	return sum < 0
end

local WIDEST, NARROWEST = 1 / 4, 1 / 1024	-- steps, of the whole range

-- The step of a constant: half as wide after each two changes of it alone (one
-- up, one down) in phases where none of them was better.
local function width(one, past)
	local worse, n = {}, 0
	for _, r in ipairs(past) do
		if #r.changes == 1 and key(r.changes[1]) == key(one) then
			worse[r.phase] = r.gain > 0 and -math.huge
				or (worse[r.phase] or 0) + 1
		end
	end
	for _, count in pairs(worse) do
		n = n + math.max(0, count)
	end
	return WIDEST / 2 ^ (n // 2)
end

-- Suggestions that change one constant, at most s.q, without those of `seen`.
local function vary(s, one, step, down, seen)
	local list = {}
	for _, value in ipairs(M.values(one, step, down)) do
		local text = text_of({ { file = one.file, name = one.name,
			value = value } })
		if #list < s.q and not seen[text] then
			list[#list + 1] = { text = text,
				title = one.name .. " = " .. value }
		end
	end
	return list
end

-- May a constant have this value?
local function allowed(one, value)
	for _, word in ipairs(one.choices or {}) do
		if word == value then
			return true
		end
	end
	local x = not one.choices and tonumber(value)
	return x and x >= one.low and x <= one.high
		and (not one.whole or value:find("^-?%d+$")) and true or false
end

-- A direction for what each earlier task with the same constants ended with.
local function remembered(s, list, directions)
	for _, w in ipairs(s.wisdom or {}) do
		local known = w.status ~= "demoted" and (w.ranking or {})[1] or {}
		local changes, names = {}, {}
		for _, one in ipairs(list) do
			local value = known.family == "constants"
				and (known.settings or {})[key(one)]
			if type(value) == "string" and value ~= one.value
				and allowed(one, value) then
				changes[#changes + 1] = { file = one.file,
					name = one.name, value = value }
				names[#names + 1] = one.name .. " = " .. value
			end
		end
		if #changes > 0 and #directions < s.m then
			directions[#directions + 1] = {
				title = "What an earlier task ended with",
				why = "It had the same constants.",
				suggestions = { { title = table.concat(names, ", "),
					text = "From: " .. w.id .. "\n\n"
						.. text_of(changes) } } }
		end
	end
end

-- The next plan: s.m directions, each of another constant.
function M.plan(s)
	local files = s.base and s.base.files or {}
	local list = M.find(files)
	if #list == 0 then
		error("without a model, hcc varies constants that are marked, "
			.. "such as 'LR = 3e-4  # hcc: 1e-5..1e-2 log'; the files "
			.. "that may change have none", 0)
	end
	local seen, plan = tried(s), { directions = {} }
	local past, first = history(s), {}
	for _, one in ipairs(M.find(s.draft and s.draft.files or {})) do
		first[key(one)] = tonumber(one.value)
	end
	local joint, names, waits = together(list, past, s.phase), {}, {}
	if joint and not seen[text_of(joint)] then
		for _, c in ipairs(joint) do
			names[#names + 1] = c.name .. " = " .. c.value
			waits[key(c)] = true
		end
		plan.directions[1] = { title = "Together what was better alone",
			why = "Each was better than what it was built on.",
			suggestions = { { title = table.concat(names, ", "),
				text = text_of(joint) } } }
	end
	if s.phase == 1 then
		remembered(s, list, plan.directions)
	end
	for i = 0, #list - 1 do
		local one = list[((s.phase - 1) * s.m + i) % #list + 1]
		local suggestions, step = {}, width(one, past)
		local down = leans_down(one, past, first[key(one)])
		-- What is tried together waits for that.
		while not waits[key(one)] and #suggestions == 0
			and step >= NARROWEST do
			suggestions = vary(s, one, step, down, seen)
			step = step / 2
		end
		if #suggestions > 0 and #plan.directions < s.m then
			plan.directions[#plan.directions + 1] = {
				title = "Vary " .. one.name, suggestions = suggestions,
				why = string.format("It is %s in %s.", one.value,
					one.file) }
		end
	end
	return plan
end

-- The judgement of a result. What had no time may still be good.
local function judged(r)
	local claim, class = r.title .. " failed", (r.cause or {}).class
	local verdict = r.adopted and "promising" or "dead end"
	if memory.stopped(r) then
		claim = memory.claim_of_stopped(r, r.title)
		verdict = "inconclusive"
	elseif r.score then
		claim = string.format("%s reached %.6g", r.title, r.score)
	elseif class == "timeout" then
		claim = r.title .. " did not finish: timeout"
		verdict = "inconclusive"
	end
	return { claim = claim, verdict = verdict, evidence = { r.id } }
end

-- A brain's functions for a project.
function M.brain(brain)
	local own = {}

	function own.plan(s)
		return M.plan(s)
	end

	function own.improve(s, suggestion)
		return { files = M.apply(s.base.files, M.parse(suggestion.text)) }
	end

	function own.debug()
		return { give_up = "without a model, a program is not repaired" }
	end

	function own.describe(s)
		return { text = "A program of the user's own: "
			.. s.task.command .. ". " .. s.task.description:sub(1, 1000) }
	end

	function own.judge(s)
		local list = {}
		for _, r in ipairs(s.results) do
			if r.phase == s.phase then
				list[#list + 1] = judged(r)
			end
		end
		return { judgements = list, rules = {}, next = {} }
	end

	function own.distil(s)
		local base, settings = s.base or {}, {}
		for _, one in ipairs(M.find(base.files or {})) do
			settings[key(one)] = one.value
		end
		return { tags = { "project" }, remarks = {},
			ranking = base.score and next(settings) and { {
				family = "constants", score = base.score,
				settings = settings } } or {} }
	end

	for name, f in pairs(own) do
		local other = brain[name]
		brain[name] = function(s, ...)
			return (s.task.command and f or other)(s, ...)
		end
	end
	return brain
end

return M
