-- Answers: what a model wrote, as the tables that a brain returns.
--
-- Models wrap code in fences of any style or in none, put JSON inside prose,
-- refuse, or stop in the middle. Each function here takes the visible text
-- and returns a table, or nil and what is wrong in words that the model is
-- told. Single items that cannot be used are left out; what remains is short,
-- one line where a line is wanted, and free of controls.

local filler = require "llm.filler"
local network = require "llm.network"
local outline = require "llm.outline"
local text = require "llm.text"

local M = {}

-- Words by which models decline; only where nothing else was answered.
local function refusal(answer)
	if #answer >= 600 then
		return false
	end
	local low = answer:lower()
	for _, words in ipairs({ "i can't", "i can’t", "i cannot", "i'm sorry",
		"i am sorry", "unable to" }) do
		if low:find(words, 1, true) then
			return true
		end
	end
	return false
end

-- Why an answer has nothing of what was asked for.
function M.nothing(answer, what)
	if not answer:find("%S") then
		return "it is empty"
	elseif refusal(answer) then
		return "it is a refusal; the request asks for an ordinary "
			.. what
	end
	return "it has no " .. what
end

-- A value as text, or nil; lines of a list become one text.
local function string_of(value, most)
	if type(value) == "table" and type(value[1]) == "string" then
		value = table.concat(value, "; ")
	end
	local s = type(value) == "string" and text.plain(value, most) or ""
	return s ~= "" and s or nil
end

local function line_of(value, most)
	local s = type(value) == "string" and text.line(value, most) or ""
	return s ~= "" and s or nil
end

-- A list as it is; the members of {"1": .., "2": ..} in order; another value
-- alone in a list.
local function list_of(value)
	if type(value) ~= "table" or #value > 0 then
		return type(value) == "table" and value or { value }
	end
	local keys, list = {}, {}
	for key in pairs(value) do
		if type(key) == "string" and key:find("^%a*[ _]?%d+$") then
			keys[#keys + 1] = key
		end
	end
	if #keys == 0 then
		return next(value) ~= nil and { value } or {}
	end
	table.sort(keys, function(a, b)
		return tonumber(a:match("%d+")) < tonumber(b:match("%d+"))
	end)
	for i, key in ipairs(keys) do
		list[i] = value[key]
	end
	return list
end

-- The first member that an object has of these names, or that begins so.
local function member(value, names)
	for _, name in ipairs(type(value) == "table" and names or {}) do
		if value[name] ~= nil then
			return value[name]
		end
	end
	local first
	for _, name in ipairs(type(value) == "table" and names or {}) do
		for key in pairs(value) do
			if type(key) == "string" and #name > 8
			    and key:find("^" .. name .. "_")
			    and (not first or key < first) then
				first = key
			end
		end
	end
	return first and value[first]
end

-- At most `count` lines of a list, or of a single string.
local function lines_of(value, count, most)
	local list = {}
	for _, one in ipairs(list_of(value)) do
		if #list < count then
			list[#list + 1] = line_of(one, most)
		end
	end
	return list
end

-- Did the model copy the "..." of the form, or the form's example?
local function is_echo(s, form)
	return not s:find("[%w\128-\255]") or
		#s > 20 and form:find(s, 1, true) ~= nil
end

local in_direction = { "suggestions", "suggestion", "ideas", "experiments",
	"steps" }
local in_plan = { "directions", "direction", "plan", "plans", "ideas" }
local in_suggestion = { "text", "description", "details", "detail", "idea",
	"what", "content" }

-- Why a suggestion cannot be carried out, or nil. `online`: there is a network.
local function impossible(what, online)
	local low = what:lower()
	if low:find("pip3? install") or low:find("conda install")
	    or low:find("apt[%w-]* install") then
		return "nothing can be installed"
	elseif what:find("^%W*TODO") or what:find("^%s*<[%w _]+>%s*$") then
		return "it is a placeholder"
	elseif not online and (low:find("^%W*download%f[%W]")
	    or network.asks(what) or low:find("google colab", 1, true)
	    or low:find("%f[%w]openai api")) then
		return "there is no network"
	elseif filler.is(what) then
		return "it says nothing of the task"
	elseif not what:find("%d") and select(2, what:gsub("%S+", "")) < 5 then
		return "it leaves everything open: name the method and the "
			.. "values of its parameters"
	end
	return nil
end

-- A suggestion: a text, or a table with one; or nil and what is wrong.
local function suggestion(value, online)
	if type(value) == "string" then
		value = { text = value }
	end
	local what = string_of(member(value, in_suggestion), 8000)
	if not what then
		return nil, "no direction has a suggestion with a \"text\""
	end
	local title = line_of(member(value, { "title", "name" }), 100)
		or line_of((what .. "\n"):match("^(.-)%.?[%s]*\n") or what, 100)
	if is_echo(what, hcc.read("prompts/form_plan.md")) then
		return nil, "it repeats the example of the form: write "
			.. "suggestions of your own"
	end
	local why = impossible(what, online)
	if why then
		return nil, string.format("\"%s\" cannot be carried out: %s",
			title, why)
	end
	local merge = type(value.merge) == "string"
		and value.merge:match("^%d+/%d+%.%d+$")
	return { title = title, text = merge and what .. "\n\nMerge: " .. merge
		or what, measure = value.measure == true or nil }
end

-- The suggestions of a direction; one that has a text of its own is one.
local function suggestions(value, s)
	local list, complaint = {}, nil
	local of = type(value) == "table" and (member(value, in_direction)
		or member(value, in_suggestion) and value) or value
	for _, one in ipairs(list_of(of)) do
		local good, why = suggestion(one, s.online)
		complaint = complaint or why
		if #list < s.q then
			list[#list + 1] = good
		end
	end
	return list, complaint
end

local function is_direction(v)
	return type(v) == "table" and (member(v, in_direction) ~= nil
		or member(v, in_suggestion) ~= nil)
end

-- The directions that a value holds, or nil.
local function directions_of(v)
	local list = member(v, in_plan)
	if type(list) == "table" then
		return directions_of(list) or list_of(list)
	elseif is_direction(v) then
		return { v }
	end
	list = list_of(v)
	return is_direction(list[1]) and list[1] ~= v and list or nil
end

-- The directions of an answer, in whatever form it has them.
local function read_plan(answer)
	local values, is_whole = text.values(answer, function(v)
		return directions_of(v) and (member(v, in_plan) and "all"
			or "part")
	end)
	local list = {}
	for i, value in ipairs(values) do
		local some = directions_of(value)
		if i == 1 and member(value, in_plan) and (is_whole
		    or #some > 0) then
			return some
		end
		table.move(some, 1, #some, #list + 1, list)
	end
	return #list > 0 and list or outline.directions(answer)
end

-- A plan: {"directions": [{title, why, suggestions: [{title, text}]}]}. Its
-- numbers are given by hcc. `s`: m and q, the most of both, and online, whether
-- there is a network.
function M.plan(answer, s)
	local directions, complaint = read_plan(answer), nil
	if not directions then
		return nil, M.nothing(answer, "JSON object with a list "
			.. "\"directions\"")
	end
	local plan = { directions = {} }
	for i, d in ipairs(directions) do
		local list, why = suggestions(d, s)
		complaint = complaint or why
		if #list > 0 and #plan.directions < s.m then
			plan.directions[#plan.directions + 1] = {
				title = line_of(member(d, { "title", "name",
					"direction" }), 100) or "Direction " .. i,
				why = line_of(member(d, { "why", "reason",
					"rationale" }), 1000) or "",
				suggestions = list,
				from = line_of(member(d, { "from" }), 40),
			}
		end
	end
	if #plan.directions == 0 and #directions > 0 then
		return nil, complaint
			or "no direction has a suggestion with a \"text\""
	end
	return plan
end

-- Verdicts by the words that stand for them.
local verdicts = { { "dead end", "dead", "avoid", "negative", "harmful",
	"worse", "fail" }, { "inconclusive", "inconclusive", "unclear", "mixed",
	"open", "neutral" }, { "promising", "promising", "potential",
	"positive", "better", "improve" } }

local function verdict_of(value)
	local low = type(value) == "string" and value:lower() or ""
	if #low > 40 or low:find("|", 1, true) then
		return nil
	end
	for _, words in ipairs(verdicts) do
		for i = 2, #words do
			if low:find(words[i], 1, true) then
				return words[1]
			end
		end
	end
	return nil
end

-- References as they are written: "01/1.1, 01/2.1", "[01/1.1]"; each once.
-- What has not the form of one is no evidence; "1/1.1" lacks a zero, and "1.1"
-- is of the phase that is judged.
local function evidence(value, phase)
	local list, seen = {}, {}
	for _, one in ipairs(lines_of(value, 50, 200)) do
		for ref in one:gmatch("[^%s,%[%]]+") do
			ref = ref:gsub("^%d/", "0%0")
			if phase and ref:find("^%d+%.%d+$") then
				ref = string.format("%02d/%s", phase, ref)
			end
			if #list < 16 and not seen[ref] and #ref <= 60
			    and ref:find("^%d+/%d+%.%d+") then
				list[#list + 1] = ref
				seen[ref] = true
			end
		end
	end
	return list
end

local in_judgement = { "claim", "judgement", "judgment", "statement" }

local function judgement(value, phase)
	if type(value) ~= "table" then
		return nil, "is no object"
	end
	local claim = line_of(member(value, in_judgement), 500)
	local verdict = verdict_of(value.verdict)
	if claim and is_echo(claim, hcc.read("prompts/form_judge.md")) then
		return nil, "repeats the example of the form: judge the "
			.. "results above"
	elseif not claim or not verdict then
		return nil, "needs a \"claim\" and a \"verdict\" (promising, "
			.. "dead end, inconclusive)"
	elseif filler.is(claim) then
		return nil, "says nothing of the results"
	end
	local refs = evidence(value.evidence, phase)
	if #refs == 0 then
		return nil, "cites no \"evidence\""
	end
	return { verdict = verdict, claim = claim, evidence = refs }
end

-- Rules and next steps, without those that copy the prompt.
local function advice(value)
	local list = {}
	for _, line in ipairs(lines_of(value, 20, 500)) do
		if not filler.is(line) and not is_echo(line,
		    hcc.read("prompts/judge.md") .. hcc.read("prompts/system.md")
		    .. hcc.read("prompts/form_judge.md")) then
			list[#list + 1] = line
		end
	end
	return list
end

local in_judgements = { "judgements", "judgments", "judgement", "judgment" }

-- The judgements that a value holds, or nil: one is an object with a claim.
local function judgements_of(v)
	local list = member(v, in_judgements)
	if type(list) == "table" then
		return list_of(list)
	elseif v.claim ~= nil then
		return { v }
	end
	list = list_of(v)
	return type(list[1]) == "table" and list[1].claim ~= nil and list or nil
end

-- {"judgements": [{verdict, claim, evidence}], "rules": [..], "next": [..]}.
-- `phase`: the one that is judged.
function M.judgements(answer, phase)
	local values = text.values(answer, function(v)
		return judgements_of(v) and (v.claim and "part" or "all")
	end)
	local value = values[1] or outline.judgements(answer)
	local list = value and (value.claim and values or judgements_of(value))
	if not list then
		return nil, M.nothing(answer, "JSON object with a list "
			.. "\"judgements\"")
	end
	local out = { judgements = {}, rules = advice(value.rules),
		next = advice(value.next) }
	local complaint
	for i, one in ipairs(list) do
		local j, why = judgement(one, phase)
		if j and #out.judgements < 50 then
			out.judgements[#out.judgements + 1] = j
		end
		complaint = complaint or why and "judgement " .. i .. " " .. why
	end
	if #out.judgements == 0 and complaint then
		return nil, complaint
	end
	return out
end

-- The paragraph that is most of the text, without what some say around it.
local function main_paragraph(answer)
	local longest = ""
	for one in (answer:gsub("\n[ \t]*\n", "\0")):gmatch("[^\0]+") do
		longest = #one > #longest and one or longest
	end
	return #longest * 3 > #answer * 2 and longest or answer
end

-- One paragraph of at most so many tokens (about four bytes each).
function M.paragraph(answer, tokens)
	local list = text.blocks(answer)
	local words = text.line(main_paragraph(#list == 1 and list[1].text
		or answer), #answer + 2)
	local code = list[1] and (list[1].lang == "python"
		or list[1].lang == "py")
	if words == "" or refusal(words) or code or #words < 400
	    and (filler.is(words) or words:find("[:?]$")) then
		return nil, M.nothing(words, "paragraph about the task")
	elseif #words > tokens * 5 then
		return nil, "it is longer than " .. tokens .. " tokens"
	end
	return { text = words }
end

-- The part that a line opens, as a heading or a label, and the rest of it. A
-- small word is one where nothing else can be meant: marked up, numbered or a
-- label, and alone; a heading may have more words.
local function part_of(line)
	local before, name, after = line:sub(1, 60):match(
		"^([%s#*_%d.)]*)(%a+)([%s*_:–-]*)")
	if not name then
		return nil
	end
	local rest = text.trim(line:sub(#before + #name + #after + 1))
	local label = after:find("[:–-]") ~= nil
	local capital = not name:find("%l")
	if before:find("##", 1, true) and #line < 50 and not label then
		for _, part in ipairs({ "REMARKS", "DATA", "MODEL", "TAGS" }) do
			if line:upper():find("%f[%a]" .. part .. "%f[%A]") then
				return part, ""
			end
		end
	end
	if not capital and not before:find("[#*%d]")
	    and not (label and rest == "") then
		return nil
	elseif rest == "" or label or capital and before:find("#", 1, true) then
		return name:upper(), rest
	end
	return nil
end

-- Lines that cite a suggestion are checked, and left out as a whole: each of
-- their sentences becomes a line, so that one wrong number costs one sentence.
local function sentences(line)
	if not line:find("%d/%d+%.%d") then
		return line
	end
	return (line:gsub("([.;]) +(%u)", "%1\n%2"))
end

local function tags_of(lines)
	local tags, seen = {}, {}
	for tag in table.concat(lines, " "):lower():gmatch("[%w_.+-]+") do
		if #tags < 20 and #tag <= 40 and not seen[tag]
		    and tag:find("%w") then
			tags[#tags + 1] = tag
			seen[tag] = true
		end
	end
	return tags
end

-- The remarks among lines: sentences, one line each, without fences and what is
-- inside of them, and without what copies the request. Then whether any did.
local function remarks_of(lines)
	local list, fence, copied = {}, false, false
	local form = hcc.read("prompts/distil.md")
		.. hcc.read("prompts/form_distil.md")
		.. hcc.read("prompts/system.md")
	for _, line in ipairs(lines) do
		if line:find("^%s*```") then
			fence = not fence
		elseif not fence then
			for one in (sentences(line) .. "\n"):gmatch("([^\n]*)\n") do
				one = text.line(one, 500):gsub("^[-*%s]+", "")
				if is_echo(one, form) then
					copied = copied or one ~= ""
				elseif #list < 40 and not filler.is(one) then
					list[#list + 1] = one
				end
			end
		end
	end
	return list, copied
end

-- The one block that has all, or the answer.
local function wisdom_text(answer)
	for _, block in ipairs((text.blocks(answer))) do
		if block.text:find("REMARKS", 1, true)
		    or block.text:find("MODEL", 1, true) then
			return block.text
		end
	end
	return answer
end

local in_remarks = { "remarks", "remark", "data", "model" }

-- The lines of the remarks and of the tags, from an object or from headings; a
-- model may tell of data and model by themselves. Nil without any of them.
local function parts_of(answer)
	local value = text.values(answer, function(v)
		return member(v, in_remarks) ~= nil and "all"
	end)[1]
	local parts = { REMARKS = {}, TAGS = {} }
	if value then
		for _, name in ipairs(in_remarks) do
			for _, line in ipairs(value[name] ~= nil
			    and lines_of(value[name], 200, 4000) or {}) do
				parts.REMARKS[#parts.REMARKS + 1] = line
			end
		end
		parts.TAGS = lines_of(value.tags, 50, 100)
		return parts
	end
	local lines
	for line in (wisdom_text(answer) .. "\n"):gmatch("([^\n]*)\n") do
		local name, rest = part_of(line)
		if name == "DATA" or name == "MODEL" then
			name = "REMARKS"
		end
		if name and parts[name] then
			lines, line = parts[name], rest
		end
		if lines then
			lines[#lines + 1] = line
		end
	end
	return lines and parts
end

-- What the task taught: remarks, and tags, if named.
function M.wisdom(answer)
	local parts = parts_of(answer)
	if not parts then
		return nil, M.nothing(answer, "part under the heading REMARKS, "
			.. "alone on its line")
	end
	local remarks, copied = remarks_of(parts.REMARKS)
	if #remarks == 0 and copied then
		return nil, "it repeats the words of the request: write what "
			.. "this task taught"
	end
	return { remarks = remarks, tags = tags_of(parts.TAGS) }
end

return M
