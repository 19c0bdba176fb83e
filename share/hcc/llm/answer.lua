-- Answers: what a model wrote, as the tables that a brain returns.
--
-- Models wrap code in fences of any style or in none, put JSON inside prose,
-- refuse, or stop in the middle. Each function here takes the visible text
-- and returns a table, or nil and what is wrong in words that the model is
-- told. Single items that cannot be used are left out; what remains is short,
-- one line where a line is wanted, and free of controls.

local text = require "llm.text"

local M = {}

local largest = 400000	-- bytes of a program

local not_code = { json = true, text = true, console = true, output = true,
	diff = true, csv = true, markdown = true, md = true, yaml = true }

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

local function nothing(answer, what)
	if not answer:find("%S") then
		return "it is empty"
	elseif refusal(answer) then
		return "it is a refusal; the request asks for an ordinary "
			.. what
	end
	return "it has no " .. what
end

-- The one program of an answer: the longest block of its language, else the
-- longest one that may be code. `names`: what a fence calls the language.
-- Text in front of it is the note.
function M.program(answer, names)
	local list, prose = text.blocks(answer)
	local best, rank
	for _, block in ipairs(list) do
		local r = names and names[block.lang] and 2
			or not not_code[block.lang] and 1 or 0
		if r > 0 and block.text:find("%S") and (not best or r > rank
		    or r == rank and #block.text > #best.text) then
			best, rank = block, r
		end
	end
	if not best then
		return nil, nothing(answer, "fenced code block with one program")
	elseif not best.closed then
		return nil, "the code block is cut off before its end: "
			.. "write a shorter program"
	elseif #best.text > largest then
		return nil, "the program is longer than " .. largest .. " bytes"
	elseif best.text:find("\0", 1, true) then
		return nil, "the program has a NUL byte"
	end
	local note = text.plain(prose, 3000)
	return { code = best.text, text = note ~= "" and note
		or "A program without a description." }
end

-- A value as text, or nil.
local function string_of(value, most)
	local s = type(value) == "string" and text.plain(value, most) or ""
	return s ~= "" and s or nil
end

local function line_of(value, most)
	local s = type(value) == "string" and text.line(value, most) or ""
	return s ~= "" and s or nil
end

-- At most `count` lines of a list, or of a single string.
local function lines_of(value, count, most)
	local list = {}
	for _, one in ipairs(text.items(type(value) == "table" and value
		or { value }, 1000)) do
		if #list < count then
			list[#list + 1] = line_of(one, most)
		end
	end
	return list
end

-- A suggestion: a text, or a table with one.
local function suggestion(value)
	if type(value) == "string" then
		value = { text = value }
	elseif type(value) ~= "table" then
		return nil
	end
	local what = string_of(value.text, 8000)
		or string_of(value.description, 8000)
	if not what then
		return nil
	end
	local title = line_of(value.title, 100)
		or line_of(what:match("^[^\n.]+") or what, 100)
	return { title = title, text = what }
end

local function suggestions(value, q)
	local list = {}
	for _, one in ipairs(text.items(type(value) == "table" and value
		or {}, 100)) do
		if #list < q then
			list[#list + 1] = suggestion(one)
		end
	end
	return list
end

-- A plan: {"directions": [{title, why, suggestions: [{title, text}]}]}. Its
-- numbers are given by hcc.
function M.plan(answer, m, q)
	local value = text.json(answer, function(v)
		return type(v.directions) == "table"
			or type(v[1]) == "table" and v[1].suggestions ~= nil
	end)
	if not value then
		return nil, nothing(answer, "JSON object with a list "
			.. "\"directions\"")
	end
	local plan = { directions = {} }
	for i, d in ipairs(text.items(value.directions or value, 100)) do
		local list = suggestions(type(d) == "table" and d.suggestions, q)
		if #list > 0 and #plan.directions < m then
			plan.directions[#plan.directions + 1] = {
				title = line_of(d.title, 100) or "Direction " .. i,
				why = line_of(d.why, 1000)
					or line_of(d.reason, 1000) or "",
				suggestions = list,
				from = line_of(d.from, 40),
			}
		end
	end
	if #plan.directions == 0 then
		return nil, "no direction has a suggestion with a \"text\""
	end
	return plan
end

local verdicts = { promising = "promising", ["dead end"] = "dead end",
	dead_end = "dead end", ["dead-end"] = "dead end", deadend = "dead end",
	inconclusive = "inconclusive" }

-- References as they are written: "01/1.1, 01/2.1", "[01/1.1]"; each once.
-- What has not the form of one is no evidence; "1/1.1" lacks a zero.
local function evidence(value)
	local list, seen = {}, {}
	for _, one in ipairs(lines_of(value, 50, 200)) do
		for ref in one:gmatch("[^%s,%[%]]+") do
			ref = ref:gsub("^%d/", "0%0")
			if #list < 16 and not seen[ref] and #ref <= 60
			    and ref:find("^%d+/%d+%.%d+") then
				list[#list + 1] = ref
				seen[ref] = true
			end
		end
	end
	return list
end

local function judgement(value)
	if type(value) ~= "table" then
		return nil, "is no object"
	end
	local claim = line_of(value.claim, 500)
	local verdict = verdicts[tostring(value.verdict):lower()]
	if not claim or not verdict then
		return nil, "needs a \"claim\" and a \"verdict\" (promising, "
			.. "dead end, inconclusive)"
	end
	local refs = evidence(value.evidence)
	if #refs == 0 then
		return nil, "cites no \"evidence\""
	end
	return { verdict = verdict, claim = claim, evidence = refs }
end

-- {"judgements": [{verdict, claim, evidence}], "rules": [..], "next": [..]}.
function M.judgements(answer)
	local value = text.json(answer, function(v)
		return type(v.judgements) == "table"
	end)
	if not value then
		return nil, nothing(answer, "JSON object with a list "
			.. "\"judgements\"")
	end
	local out = { judgements = {}, rules = lines_of(value.rules, 20, 500),
		next = lines_of(value.next, 20, 500) }
	local complaint
	for i, one in ipairs(text.items(value.judgements, 200)) do
		local j, why = judgement(one)
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
	if words == "" or refusal(words) then
		return nil, nothing(words, "paragraph about the task")
	elseif #words > tokens * 5 then
		return nil, "it is longer than " .. tokens .. " tokens"
	end
	return { text = words }
end

-- The part that a line opens, as a heading or a label, and the rest of it.
-- "Data" is one where nothing else can be meant: marked up and alone.
local function part_of(line)
	local before, name, after = line:sub(1, 60):match(
		"^([%s#*_]*)(%a+)([%s*_:]*)")
	if not name then
		return nil
	end
	local rest = text.trim(line:sub(#before + #name + #after + 1))
	local alone = rest == "" or after:find(":", 1, true)
	if name:find("%l") and not before:find("[#*]") then
		return nil
	elseif alone or not name:find("%l") and before:find("#", 1, true) then
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

-- A part as it is kept: a fence in it has an end.
local function part_text(lines)
	for i, line in ipairs(lines) do
		lines[i] = sentences(line)
	end
	local s = text.plain(table.concat(lines, "\n"), 16000)
	local list = text.blocks(s)
	if #list > 0 and not list[#list].closed then
		s = s .. "\n" .. list[#list].mark
	end
	return s
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

-- The parts DATA and MODEL, under headings or labels; and tags, if named.
function M.wisdom(answer)
	local list, prose = text.blocks(answer)
	if #list == 1 and not prose:find("%S")
	    and list[1].text:find("MODEL", 1, true) then
		answer = list[1].text
	end
	local part, parts = nil, { DATA = {}, MODEL = {}, TAGS = {} }
	for line in (answer .. "\n"):gmatch("([^\n]*)\n") do
		local name, rest = part_of(line)
		if name and parts[name] then
			part, line = name, rest
		end
		if part then
			parts[part][#parts[part] + 1] = line
		end
	end
	local out = { data = part_text(parts.DATA),
		model = part_text(parts.MODEL), tags = tags_of(parts.TAGS) }
	if out.data == "" or out.model == "" then
		return nil, "it needs two parts under the headings DATA and MODEL, "
			.. "each alone on its line"
	end
	return out
end

return M
