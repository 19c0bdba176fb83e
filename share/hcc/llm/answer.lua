-- Answers: a paragraph, a refusal, nothing at all.
--
-- Models wrap code in fences of any style or in none, put JSON inside prose,
-- refuse, or stop in the middle. What reads an answer (here, and in llm.plans,
-- llm.notes, llm.remarks, llm.program) takes the visible text and returns a
-- table, or nil and what is wrong in words that the model is told. Single items
-- that cannot be used are left out; what remains is short, one line where a
-- line is wanted, and free of controls.

local filler = require "llm.filler"
local members = require "llm.members"
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

-- The paragraph that is most of the text, without what some say around it.
local function main_paragraph(answer)
	local longest = ""
	for one in (answer:gsub("\n[ \t]*\n", "\0")):gmatch("[^\0]+") do
		longest = #one > #longest and one or longest
	end
	return #longest * 3 > #answer * 2 and longest or answer
end

-- The whole sentences with which a text begins, at most so many bytes, or nil.
local function first_sentences(words, most)
	return #words > most and words:sub(1, most):match("^(.*[.!?])%s")
		or #words <= most and words or nil
end

local in_paragraph = { "description", "descriptor", "paragraph", "text" }

-- One paragraph of at most so many tokens (about four bytes each).
function M.paragraph(answer, tokens)
	local value = text.values(answer, function(v)
		return type(members.member(v, in_paragraph)) == "string"
			and "all"
	end)[1]
	answer = value and members.member(value, in_paragraph) or answer
	local list = text.blocks(answer)
	local words = text.line(main_paragraph(#list == 1 and list[1].text
		or answer), #answer + 2)
	local code = list[1] and (list[1].lang == "python"
		or list[1].lang == "py")
	if words == "" or refusal(words) or code or #words < 400
	    and (filler.is(words) or words:find("[:?]$")) then
		return nil, M.nothing(words, "paragraph about the task")
	end
	words = first_sentences(words, tokens * 5)
	if not words then
		return nil, "it is longer than " .. tokens .. " tokens"
	end
	return { text = words }
end

return M
