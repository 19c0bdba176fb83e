-- Items: single lines of wisdom, each read by the role that it fits.
--
-- An entry's text holds items, "- (role, scope) text" (hcc-tree(5)); general
-- practice has lines with labels. A role is shown the one to three that are
-- nearest: by the similarity of their tasks, then by the words that they share
-- with the step. Scope "task" counts for the same task alone.

local text = require "llm.text"

local M = {}

-- What each step reads.
local reads = {
	draft = { plan = true, features = true, model = true },
	plan = { plan = true, features = true, model = true },
	improve = { features = true, model = true },
	debug = { debugging = true },
}

-- The roles of the lines of general practice.
local labels = { Validation = "plan", Leakage = "features",
	Baseline = "plan", Features = "features", Models = "model",
	["Rarely pays"] = "plan" }

-- The items of an entry.
function M.of(entry)
	local list, entry_text = {}, entry.text or ""
	for line in (entry_text .. "\n"):gmatch("([^\n]*)\n") do
		local role, scope, words = line:match(
			"^%- %((%a+), (%a+)%) (.+)$")
		local label, practice = line:match("^(%u[%a ]+): (.+)$")
		if not role and entry.origin == "curated" and labels[label] then
			role, scope, words = labels[label], "kind",
				label .. ": " .. practice
		end
		if role then
			list[#list + 1] = { role = role, scope = scope,
				text = text.line(words, 700), entry = entry }
		end
	end
	return list
end

-- The share of the words of a hint that a text has, in the singular or plural.
local function shared(hint, words)
	local low, n, common = words:lower(), 0, 0
	for word in hint:lower():gmatch("%w%w%w%w+") do
		n = n + 1
		common = common + (low:find(word:gsub("s$", ""), 1, true)
			and 1 or 0)
	end
	return n > 0 and common / n or 0
end

-- At most three items that fit a role, best first. `hint`: words of the step.
function M.choose(entries, role, task, hint)
	local list, chosen, of = {}, {}, {}
	for _, entry in ipairs(reads[role] and entries or {}) do
		local near = (entry.similarity or 0)
			+ (entry.status == "confirmed" and 0.05 or 0)
			- (entry.origin == "curated" and 0.05 or 0)
		for _, item in ipairs(M.of(entry)) do
			if reads[role][item.role] and (item.scope ~= "task"
			    or entry.task == task) then
				item.rank = near + 0.1 * shared(hint or "",
					item.text)
				item.order = #list
				list[#list + 1] = item
			end
		end
	end
	table.sort(list, function(a, b)
		if a.rank ~= b.rank then
			return a.rank > b.rank
		end
		return a.order < b.order
	end)
	-- one of an entry and a role, until there is nothing else
	for round = 1, 2 do
		for _, item in ipairs(list) do
			local key = tostring(item.entry.id) .. item.role
			if #chosen < 3 and not item.chosen
			    and (round == 2 or not of[key]) then
				item.chosen, of[key] = true, true
				chosen[#chosen + 1] = item
			end
		end
	end
	return chosen
end

-- How well the tags of an entry fit: one for the metric counts twice as much as
-- one for the problem.
local function tagged(entry, s)
	local metric, n = (s.task.metric or ""):lower(), 0
	for _, tag in ipairs(entry.tags or {}) do
		n = n + (metric:find(tag, 1, true) and 2
			or tag == (s.preview or {}).problem and 1 or 0)
	end
	return n
end

-- Is an entry of two classes alone, or of more, for a task of so many? Nil: not
-- known.
local function of_classes(entry, classes)
	local name = entry.task or ""
	local many = name:find("multiclass", 1, true) ~= nil
	if not classes or not many and not name:find("binary", 1, true) then
		return 0
	end
	return many == (classes > 2) and 1 or -1
end

-- Where there is no wisdom yet: the general practice that comes with hcc for a
-- task of this problem and metric, and of that what shares most words with it,
-- as entries.
function M.practice(s)
	local kind = (s.preview or {}).kind or "tabular"
	kind = kind == "mixed" and "tabular" or kind
	local ok, lines = pcall(hcc.read, "wisdom/" .. kind .. ".jsonl")
	local hint = table.concat({ kind, tostring((s.preview or {}).problem),
		s.task.metric or "", s.task.description or "" }, " ")
	local best, like, most = nil, 0, 0
	for line in (ok and lines or ""):gmatch("[^\n]+") do
		local entry = hcc.json_decode(line)
		local words = entry and shared((entry.descriptor or "") .. " "
			.. table.concat(entry.tags or {}, " "), hint) or 0
		local rank = words > 0 and words + tagged(entry, s)
			+ of_classes(entry, (s.preview or {}).classes) or 0
		if rank > most then
			best, like, most = entry, words, rank
		end
	end
	if best then
		best.id, best.origin, best.similarity = "practice", "curated",
			like
	end
	return { best }
end

-- How an item is told: from where, how old, whether it was measured. What the
-- item before, of the same entry, says of that is not said again.
local function told(item, before)
	local e = item.entry
	if before and before.entry == e then
		return string.format("- %s: %s", e.id, item.text)
	end
	local about = e.origin == "curated" and "general practice, not measured"
		or "measured" .. (e.created and " " .. e.created or "")
	return string.format("- %s %s (similarity %.2f, %s%s): %s", e.id,
		e.task, e.similarity or 0, about, e.doubt and ", doubtful: "
		.. text.line(e.doubt, 300) or "", item.text)
end

-- The section of a prompt, "" without items. The first prompt of all gets
-- general practice where the task was given nothing. `fits`: may a text stand
-- in the prompt? A small context has room for fewer items.
function M.section(s, role, hint, fits)
	local entries = s.wisdom or {}
	if not reads[role] then
		return ""
	end
	if role == "draft" and #entries == 0 then
		entries = M.practice(s)
	end
	local lines = {}
	local chosen = M.choose(entries, role, s.task.id, hint)
	for i, item in ipairs(chosen) do
		lines[i] = told(item, chosen[i - 1])
	end
	for n = #lines, 1, -1 do
		local section = "# Wisdom for this step\n\nFrom other tasks, "
			.. "whose ids stand in it: check it against these "
			.. "data.\n\n" .. text.fence(table.concat(lines, "\n",
			1, n)) .. "\n\n"
		if fits(section) then
			return section
		end
	end
	return ""
end

return M
