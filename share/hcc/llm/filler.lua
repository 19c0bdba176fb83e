-- Filler: lines of an answer that say nothing of the task, as a placeholder, a
-- refusal or a word to whoever asks. In a note or a plan they would stand for
-- knowledge.

local M = {}

-- What some write where they have nothing.
local nothing = { none = true, ["n/a"] = true, na = true, tbd = true,
	todo = true, nothing = true, null = true, ["not applicable"] = true }

-- What stands for a line that is still to be written: "Rule 1", "claim #2".
local slots = { claim = true, rule = true, remark = true, suggestion = true,
	direction = true, step = true, text = true, title = true, tag = true,
	evidence = true, idea = true, reason = true }

-- Words to whoever asks, or of what a model is: anywhere, as whole words.
local chat = { "as an ai", "i cannot", "i can't", "i'm sorry", "i am sorry",
	"i am unable", "i'm unable", "i am an ai", "i'm an ai",
	"please provide", "could you please", "can you please", "let me know",
	"hope this helps", "hope it helps", "feel free to", "i will wait",
	"i'll wait", "goes here" }

-- The same where a sentence begins; inside of one they tell of the task.
local openings = { "here are the", "here is the", "here is a",
	"as a language model", "as a large language model",
	"i am a language model", "i am a large language model" }

local function has(low, list, before)
	for _, words in ipairs(list) do
		if low:find(before .. words .. "%f[%A]") then
			return true
		end
	end
	return false
end

-- Is it one of these? `line`: one line.
function M.is(line)
	local low = line:lower():gsub("’", "'"):gsub("^[%s%-*#>\"'(%[<]+", "")
		:gsub("[%s%-*\"').%]>!]+$", "")
	local none = low:gsub("^no more ", "no "):gsub("^no further ", "no ")
		:gsub("^no new ", "no "):match("^no (%l+)$") or ""
	if low == "" or nothing[low] or slots[(none:gsub("s$", ""))] then
		return true
	end
	local word = low:match("(%a+)%s*#?%d*$")
	if slots[word] and #low < #word + 12 and (low:find("%d$")
	    or line:find("^%s*[%[<]")) then
		return true
	end
	return low:find("^sure[,!:]") ~= nil or has(low, chat, "%f[%a]")
		or has("." .. low, openings, "[.!:]%s*")
end

return M
