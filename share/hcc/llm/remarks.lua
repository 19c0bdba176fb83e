-- Remarks: what an answer says that a task taught, and its tags.

local answer = require "llm.answer"
local filler = require "llm.filler"
local members = require "llm.members"
local text = require "llm.text"

local M = {}

local member = members.member
local lines_of = members.lines_of
local is_echo = members.is_echo

-- What headings are called.
local headings = { REMARKS = "REMARKS", DATA = "DATA", MODEL = "MODEL",
	TAGS = "TAGS", LESSONS = "REMARKS", INSIGHTS = "REMARKS",
	FINDINGS = "REMARKS", KEYWORDS = "TAGS" }

-- The part that a line opens, as a heading or a label, and the rest of it. A
-- small word is one where nothing else can be meant: marked up, numbered or a
-- label, and alone; a heading may have more words.
local function part_of(line)
	line = line:gsub("^%-%-+%s*(%a+)%s*%-%-+%s*$", "# %1")
	local before, name, after = line:sub(1, 60):match(
		"^([%s#*_%d.)]*)(%a+)([%s*_:–-]*)")
	if not name then
		return nil
	end
	local rest = text.trim(line:sub(#before + #name + #after + 1))
	local label = after:find("[:–-]") ~= nil
	local capital = not name:find("%l")
	if before:find("##", 1, true) and #line < 50 and not label then
		for word in line:upper():gmatch("%a+") do
			if headings[word] then
				return headings[word], ""
			end
		end
	end
	if label and (name:upper() == "REMARKS" or name:upper() == "TAGS") then
		return name:upper(), rest
	elseif not capital and not before:find("[#*%d]")
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

-- The words of the first lines that have any: none stands behind a blank line.
-- `form`: what asks for them, which is no tag.
local function tags_of(lines, form)
	local tags, seen, words = {}, {}, {}
	for _, line in ipairs(lines) do
		if #words > 0 and not line:find("%S") then
			break
		elseif line:find("%w") and not filler.is(line)
		    and not is_echo(text.trim(line), form) then
			words[#words + 1] = line
		end
	end
	for tag in table.concat(words, " "):lower():gmatch("[%w_.+-]+") do
		if #tags < 20 and #tag <= 40 and not seen[tag]
		    and tag:find("%w") then
			tags[#tags + 1] = tag
			seen[tag] = true
		end
	end
	return tags
end

-- A remark with the suggestion that it names as what it cites.
local function citing(one)
	local id = one:match("%f[%d](%d+/%d+%.%d+)")
	if not id or one:find("%[[^%]]*%d/%d+%.%d") then
		return one
	end
	return (one:gsub("^%d+/%d+%.%d+:%s*", "")
		:gsub("%s*%(%d+/%d+%.%d+%)(%.?)$", "%1")) .. " [" .. id .. "]"
end

-- The remarks among lines: sentences, one line each, without fences and what is
-- inside of them, and without what copies the request. Then whether any did.
local function remarks_of(lines, form)
	local list, fence, copied = {}, false, false
	for _, line in ipairs(lines) do
		if line:find("^%s*```") then
			fence = not fence
		elseif not fence then
			line = line:gsub("^%s*%d+[.)]%s+", ""):gsub("%*%*", "")
			for one in (sentences(line) .. "\n"):gmatch("([^\n]*)\n") do
				one = text.line(one, 500):gsub("^[-*%s]+", "")
				if is_echo(one, form) then
					copied = copied or one ~= ""
				elseif #list < 40 and not filler.is(one) then
					list[#list + 1] = citing(one)
				end
			end
		end
	end
	return list, copied
end

-- The one block that has all, or what is said.
local function wisdom_text(said)
	for _, block in ipairs((text.blocks(said))) do
		if block.text:find("REMARKS", 1, true)
		    or block.text:find("MODEL", 1, true) then
			return block.text
		end
	end
	return said
end

local in_remarks = { "remarks", "remark", "data", "model" }

-- The lines of the remarks and of the tags, from an object or from headings; a
-- model may tell of data and model by themselves. Nil without any of them.
local function parts_of(said)
	local value = text.values(said, function(v)
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
	for line in (wisdom_text(said) .. "\n"):gmatch("([^\n]*)\n") do
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
function M.read(said)
	local parts = parts_of(said)
	if not parts then
		return nil, answer.nothing(said, "part under the heading REMARKS, "
			.. "alone on its line")
	end
	local form = hcc.read("prompts/distil.md")
	local remarks, copied = remarks_of(parts.REMARKS, form
		.. hcc.read("prompts/form_distil.md")
		.. hcc.read("prompts/system.md"))
	if #remarks == 0 and copied then
		return nil, "it repeats the words of the request: write what "
			.. "this task taught"
	end
	return { remarks = remarks, tags = tags_of(parts.TAGS, form) }
end

return M
