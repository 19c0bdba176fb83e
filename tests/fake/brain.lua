-- brain.lua: a brain for tests, as a user could write one. Its programs are
-- shell scripts of a few milliseconds; what they do stands in the text of the
-- suggestion: "score 0.7", "score 0.7 folds 0.6 0.8", "late score 0.7" (after a
-- second), "await score 0.7" (when there is a file go), "fail", "fail then
-- 0.7", "sleep", "refuse".
local function program(score, folds)
	return "sed 's/[^,]*$/" .. score .. "/; 1s/.*/id,y/' "
		.. "input/sample_submission.csv >submission.csv\n"
		.. "echo 'epoch 1 loss 0.5'\n"
		.. (folds or ""):gsub("[%d.]+ ?", "echo fold: %0\n")
		.. "echo metric: " .. score .. "\n"
end

local function code_of(text, seed)
	if text:find("refuse") then
		error("I cannot read this suggestion")
	elseif text:find("sleep") and not text:find("score") then
		return "echo sleeping\nsleep " .. (text:match("%d+") or 600) .. "\n"
	elseif text:find("fail") then
		return "echo 'solution.sh: line 1: ValueError: bad' >&2\nexit 3\n"
	end
	return (text:find("late") and "sleep 1\n"
			or text:find("await")
			and "until test -e go; do sleep 0.1; done"
			or text:match("sleep %d+") or "") .. "\n"
		.. program(text:match("score ([%d.]+)") or "0.5",
			text:match("folds ([%d. ]+)")) .. "# " .. seed .. "\n"
end

local brain = {}

function brain.describe()
	return { text = "A tabular classification task scored by accuracy." }
end

-- A person may have written into the draft's plan what it shall do.
function brain.draft(s, suggestion)
	local text = suggestion.title:find("raft")
		and not suggestion.text:find("folds") and "score 0.5"
		or suggestion.text
	return { text = text, code = code_of(text, s.seed) }
end

function brain.plan(s)
	local directions = {}
	for i = 1, s.m do
		local suggestions = {}
		for j = 1, s.q do
			local score = 0.5 + 0.01 * s.phase + 0.001 * i + 0.0001 * j
			suggestions[j] = {
				title = "Idea " .. s.phase .. "-" .. i .. "-" .. j,
				text = "score " .. score,
			}
		end
		directions[i] = { title = "Way " .. i, why = "why not",
			suggestions = suggestions }
	end
	return { directions = s.phase <= 3 and directions or {} }
end

function brain.improve(s, suggestion)
	return { code = code_of(suggestion.text, s.seed) .. "# on "
		.. (s.base and s.base.id or "nothing") .. "\n" }
end

function brain.debug(_, suggestion, failure)
	local score = suggestion.text:match("then ([%d.]+)")
	if not score then
		return { give_up = "no repair for " .. failure.class }
	end
	return { code = program(score) }
end

function brain.judge(s)
	local list = {}
	for _, r in ipairs(s.results) do
		if r.phase ~= 0 and r.score then
			list[#list + 1] = { verdict = "promising",
				evidence = { r.id, r.claimed_at },
				claim = ("%s reached %.6g"):format(r.title, r.score) }
		end
	end
	list[#list + 1] = { verdict = "dead end", evidence = { "99/1.1" },
		claim = "an invented claim" }
	return { judgements = list, rules = { "keep going" }, next = {} }
end

function brain.distil(s)
	return { tags = { "test" }, remarks = { s.base and s.base.id
		.. " reached " .. s.base.score or "nothing worked" } }
end

return brain
