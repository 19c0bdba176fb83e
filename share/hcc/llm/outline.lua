-- Outlines: a plan as a model writes it in Markdown or YAML.
--
--	## A direction			directions:
--	Why it may help.		- title: A direction
--	### A suggestion		  suggestions:
--	What to do.			  - title: A suggestion
--	- **Another**: what to do.	    text: What to do.
--
-- or in labels (`Direction 1:`, `Suggestion 1.1:`), tags (<direction>,
-- <suggestion>) or a table with a heading for each of its columns.

local text = require "llm.text"

local M = {}

-- A heading without its number and marks.
local function bare(title)
	title = title:gsub("[*_`]+", "")
	title = title:gsub("^%s*%u%l+%s*[%d.]+%s*[:.)-]*%s*", "")
		:gsub("^Direction:%s*", "")
	return text.trim((title:gsub("^%s*[%d.]+[:.)]*%s+", "")))
end

-- `**Title**: what to do`, or a text alone; without the label of a suggestion.
local function item(line)
	line = line:gsub("^[%s*]*[Ss]uggestion[%s%d.*]*:[%s*]*", "")
	local title, what = line:match("^%*%*(.-)%*%*[%s:.-]*(.*)$")
	if title and what:find("%S") then
		return { title = (title:gsub(":%s*$", "")), text = what }
	end
	return { text = (line:gsub("%*%*", "")) }
end

-- The marks and the title of a heading: also a line that is bold as a whole, or
-- an item behind which a list stands, of which `after` is the first line.
local function heading(line, after)
	local marks, title = line:match("^%s?%s?(#+)%s+(%S.*)$")
	local label = line:match("^[%s*+-]*(Direction[%s%d*]*:.*)$")
	if not marks and label then
		return "##", label
	elseif not marks then
		title = line:match("^%*%*([^*]+)%*%*:?%s*$")
			or (after:find("^%s+[-*+]%s") or after:find("^%s+%l[.)]%s"))
			and line:match("^%d+[.)]%s+(%S.*)$")
		marks = title and "#####"
	end
	return marks, title
end

-- Sections of Markdown: {level, title, lines, items}. Fences are cut off.
local function sections(s)
	local list, fenced = {}, false
	for line, at in (s .. "\n"):gmatch("([^\n]*)\n()") do
		if line:find("^%s*```") then
			fenced = not fenced
		end
		local marks, title = heading(line, s:match("^[^\n]*", at) or "")
		local entry = line:match("^%s*[-*+]%s+(%S.*)$")
			or line:match("^%s*%d+[.)]%s+(%S.*)$")
			or line:match("^%s+%l[.)]%s+(%S.*)$")
			or line:match("^[%s*]*Suggestion%s+[%d.]+[%s*]*:"
				.. "[%s*]*(%S.*)$")
		local last = list[#list]
		local why = line:match("^[%s*+-]*Why[%s*]*:[%s*]*(.*)$")
		if why and last and #last.items == 0 then
			last.lines[#last.lines + 1] = why
		elseif marks and not fenced then
			list[#list + 1] = { level = #marks, title = bare(title),
				lines = {}, items = {} }
		elseif last and entry and not fenced then
			last.items[#last.items + 1] = item(entry)
		elseif last and #last.items > 0 and line:find("^%s+%S") then
			local it = last.items[#last.items]
			it.text = it.text .. "\n" .. text.trim(line)
		elseif last and #last.items == 0 then
			last.lines[#last.lines + 1] = line
		end
	end
	return list
end

local function body(section)
	return text.trim(table.concat(section.lines, "\n"))
end

-- Headings are directions; deeper ones, or the items of a list, suggestions.
local function markdown(s)
	local list, deepest, items = sections(s), 0, 0
	for _, one in ipairs(list) do
		deepest = math.max(deepest, one.level)
	end
	for _, one in ipairs(list) do
		items = items + (one.level == deepest and #one.items or 0)
	end
	local out, current = {}, nil
	for _, one in ipairs(list) do
		local is_leaf = one.level == deepest
		if not is_leaf or items > 0 or not current then
			current = { title = one.title, why = body(one),
				suggestions = one.items }
			out[#out + 1] = current
			if is_leaf and items == 0 then
				current.why = ""
				current.suggestions = { { title = one.title,
					text = body(one) } }
				current = nil
			end
		else
			table.insert(current.suggestions, { title = one.title,
				text = body(one) })
		end
	end
	for i = #out, 1, -1 do
		if #out[i].suggestions == 0 then
			table.remove(out, i)
		end
	end
	return out
end

local in_direction = "%f[^%s](%a+):%s*\n%s+%-%s"
local lists = { suggestions = true, ideas = true, experiments = true,
	steps = true }

-- Lines `name: value` and `- name: value` of YAML, by their depth; deeper text
-- goes on with the value before it.
local function yaml(s)
	local out, direction, one, last = {}, nil, nil, nil
	local first
	for line in (s .. "\n"):gmatch("([^\n]*)\n") do
		local indent, dash, name, value = line:match(
			"^(%s*)(%-?%s*)([%w_]+):%s*(.-)%s*$")
		local point = line:match("^%s*%-%s+(%S.*)$")
		if dash and dash ~= "" and name then
			first = first or #indent
			one = {}
			if #indent > first and direction then
				table.insert(direction.suggestions, one)
			else
				direction, one.suggestions = one, {}
				out[#out + 1] = one
			end
		end
		if name and one then
			value = value:gsub("^[|>][-+]?$", "")
			value = value:match('^"(.*)"$') or value:match("^'(.*)'$")
				or value
			last = name:lower()
			if not lists[last] then
				one[last] = value
			end
		elseif point and direction and lists[last] then
			table.insert(direction.suggestions, { text = point })
		elseif one and last and type(one[last]) == "string"
		    and line:find("%S") then
			one[last] = text.trim(one[last] .. "\n" .. text.trim(line))
		end
	end
	return out
end

-- What a tag holds in its attribute or in a tag inside of it, or nil.
local function in_tag(name, attributes, inside)
	local value = attributes:match(name .. '="([^"]*)"')
		or inside:match("<" .. name .. ">(.-)</" .. name .. ">")
	return value and text.trim(value)
end

-- Tags: <direction title=".."> with <suggestion title="..">what to do.
local function tagged(s)
	local out = {}
	for attributes, inside in s:gmatch("<direction%f[%s>]([^>]*)>(.-)"
	    .. "</direction>") do
		local before = inside:match("^(.-)<suggestion") or ""
		local one = { title = in_tag("title", attributes, before),
			why = in_tag("why", attributes, before), suggestions = {} }
		for more, what in inside:gmatch(
		    "<suggestion%f[%s>]([^>]*)>(.-)</suggestion>") do
			table.insert(one.suggestions, {
				title = in_tag("title", more, what),
				text = in_tag("text", "", what) or text.trim(what) })
		end
		out[#out + 1] = one
	end
	return out
end

-- The rows of the tables of Markdown: of each its cells under the headings of
-- their columns, in small letters.
local function rows(s)
	local out, names = {}, nil
	for line in (s .. "\n"):gmatch("([^\n]*)\n") do
		local cells = {}
		local inside = line:match("^%s*|(.*|)%s*$") or ""
		for cell in inside:gmatch("([^|]*)|") do
			cells[#cells + 1] = text.trim(cell)
		end
		if #cells < 2 then
			names = nil
		elseif not names then
			names = cells
		elseif not line:find("^[%s|:-]+$") then
			local row = {}
			for i, name in ipairs(names) do
				row[name:lower()] = cells[i]
			end
			out[#out + 1] = row
		end
	end
	return out
end

-- A row a suggestion, under the name of its direction.
local function tabled(s)
	local out, of = {}, {}
	for _, row in ipairs(rows(s)) do
		local title, name = row.suggestion or row.title, row.direction
		local what = row.details or row.text or row.description
		if what and name then
			if not of[name] then
				of[name] = { title = name, suggestions = {} }
				out[#out + 1] = of[name]
			end
			table.insert(of[name].suggestions,
				{ title = title, text = what })
		end
	end
	return out
end

-- The items of a list without headings, if each is concrete: has a number. Each
-- is a direction.
local function listed(s)
	local out = {}
	for line in (s .. "\n"):gmatch("([^\n]*)\n") do
		local entry = line:match("^%s*[-*+]%s+(%S.*)$")
			or line:match("^%s*%d+[.)]%s+(%S.*)$")
		if entry and not entry:find("%d") then
			return {}
		elseif entry then
			out[#out + 1] = item(entry)
		elseif #out > 0 and line:find("^%s+%S") then
			out[#out].text = out[#out].text .. "\n" .. text.trim(line)
		end
	end
	return out
end

-- Points of a list as Markdown has them.
local function points(s)
	for _, point in ipairs({ "•", "●", "▪", "◦", "‣" }) do
		s = s:gsub(point .. "%s*", "- ")
	end
	return s
end

-- The directions of an outline, or nil.
function M.directions(answer)
	answer = points(answer)
	local blocks = text.blocks(answer)
	local s = #blocks == 1 and blocks[1].text or answer
	local list = tagged(s)
	list = #list > 0 and list or tabled(s)
	list = #list > 0 and list or lists[s:match(in_direction)] and yaml(s)
		or s:find("%f[^%s]suggestions:%s*\n") and yaml(s) or markdown(s)
	list = #list > 0 and list or listed(s)
	return #list > 0 and list or nil
end

local verdicts = { "promising", "dead.end", "inconclusive" }

-- A judgement that is a line, `- **promising**: claim [01/1.1]` or `01/1.1:
-- promising: claim`, or nil.
local function judgement(line)
	line = line:gsub("%*", ""):gsub("^%s*%d+[.)]%s+", "")
		:gsub("^(%W*%d+/%d+%.%d+)%s*%b()", "%1")
	local id, word, said = line:match("^[%s%[]*(%d+/%d+%.%d+)[%]:%s–-]+"
		.. "(%a+ ?e?n?d?)%s*[:.,;–-]+%s+(%S.*)$")
	if id then
		return { verdict = word, claim = said, evidence = id }
	end
	for _, verdict in ipairs(verdicts) do
		local claim = line:lower():find("^%W*" .. verdict .. "%s*[:-]")
			and line:match("[:-]%s+(.*)$")
		local refs = claim and (claim:match("%[[^%]]*%d+%.%d+[^%]]*%]")
			or claim:match("%(([%d/., ]*%d+%.%d+)%)%.?$"))
		if refs then
			return { verdict = verdict:gsub("%.", " "),
				claim = text.trim((claim:gsub("%s*%b[]%s*", "")
					:gsub("%s*%([%d/., ]+%)(%.?)$", "%1"))),
				evidence = refs }
		end
	end
	return nil
end

local in_fields = { verdict = true, claim = true, evidence = true }

-- Judgements as lines `verdict: ..`, `claim: ..`, `evidence: ..`, with marks of
-- Markdown or YAML, in any order: each begins with the name that comes first.
local function fields(answer)
	local out, one, lead = {}, {}, nil
	for line in (answer:gsub("[*`]", "") .. "\n"):gmatch("([^\n]*)\n") do
		local name, value = line:match("^[%s+-]*(%a+):%s*(%S.*)$")
		name = name and name:lower()
		if in_fields[name] then
			lead = lead or name
			one = (name == lead or one[name]) and {} or one
			one[name] = value:match('^"(.*)"%s*$')
				or value:match("^'(.*)'%s*$") or value
		end
		if name == "claim" then
			out[#out + 1] = one
		end
	end
	return out
end

-- The judgements, rules and next steps of a note in Markdown, or nil.
function M.judgements(answer)
	answer = points(answer)
	local out, list = { judgements = {}, rules = {}, next = {} }, nil
	for _, row in ipairs(rows(answer)) do
		if row.verdict and row.claim then
			row.evidence = row.evidence or row.suggestion or row.id
			table.insert(out.judgements, row)
		end
	end
	for _, one in ipairs(fields(answer)) do
		if one.verdict then
			table.insert(out.judgements, one)
		end
	end
	for line in (answer .. "\n"):gmatch("([^\n]*)\n") do
		local title = line:match("^%W*(%a+)%W*$")
		local point = line:match("^%s*[-*+]%s+(%S.*)$")
		local one = judgement(point or line)
		if one then
			table.insert(out.judgements, one)
		elseif title and not point then
			list = out[title:lower()]
		elseif point and list and list ~= out.judgements then
			list[#list + 1] = point
		end
	end
	return #out.judgements > 0 and out or nil
end

return M
