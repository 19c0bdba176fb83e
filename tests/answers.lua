-- answers.lua: what models answer, and what the brain makes of it. A list of
-- {name, function of llm.answer, text, check of its result and its complaint}.
local answer = require "llm.answer"

local function code_is(want)
	return function(r)
		return r and r.code == want
	end
end

local function complains(word)
	return function(r, why)
		return r == nil and why:find(word, 1, true) ~= nil
	end
end

local plan = '{"directions":[{"title":"A","why":"b","suggestions":'
	.. '[{"title":"T","text":"do {x} and ] too"}]}]}'

local function plan_is_read(r)
	local d = r and r.directions[1]
	return d and d.title == "A" and d.suggestions[1].title == "T"
		and d.suggestions[1].text == "do {x} and ] too"
end

local judged = '{"judgements":[{"verdict":"Dead_End","claim":"No  good",'
	.. '"evidence":"01/1.1"}],"rules":["Avoid\nit"],"next":[]}'

local cases = {
	-- programs
	{ "a fence with a language", "program",
		"I do so.\n```python\nx = 1\n```\n", function(r)
			return r.code == "x = 1\n" and r.text == "I do so."
		end },
	{ "a fence without one", "program", "```\nx = 1\n```",
		code_is("x = 1\n") },
	{ "tildes", "program", "~~~~ py\nx = '```'\n~~~~",
		code_is("x = '```'\n") },
	{ "four backticks around three", "program",
		"````python\ns = '''\n```\n'''\n````", code_is("s = '''\n```\n'''\n") },
	{ "an indented fence in a list", "program",
		"1. This:\n   ```python\n   if x:\n       y = 1\n   ```",
		code_is("if x:\n    y = 1\n") },
	{ "attributes behind the language", "program",
		"```{.python title=\"a.py\"}\nx = 1\n```", code_is("x = 1\n") },
	{ "Windows line ends", "program", "```python\r\nx = 1\r\n```\r\n",
		code_is("x = 1\n") },
	{ "the longest of many blocks", "program",
		"```\npip\n```\n```python\nlong = 'program'\n```\n```text\n"
		.. "an output that is much longer than the program\n```",
		code_is("long = 'program'\n") },
	{ "reasoning before it", "program",
		"<think>\n```python\nwrong = 1 # much longer than the other\n```\n"
		.. "</think>\n```python\nx = 1\n```", code_is("x = 1\n") },
	{ "reasoning that the server's template opened", "program",
		"so I will\n```\nwrong = 12345\n```\n</think>```\nx = 1\n```",
		code_is("x = 1\n") },
	{ "reasoning without an end is no answer", "program",
		"<think> let me see ```python\nx = 1\n```",
		complains("empty") },
	{ "another language around it", "program",
		"Voici le programme demandé :\n```python\nprint('é')\n```\nVoilà.",
		code_is("print('é')\n") },
	{ "a cut block", "program", "```python\nx = 1\n",
		complains("cut off") },
	{ "no block", "program", "You could train a forest.",
		complains("no fenced code block") },
	{ "nothing", "program", "  \n", complains("empty") },
	{ "a refusal", "program", "I'm sorry, but I can't help with that.",
		complains("declines") },
	-- plans
	{ "a plan alone", "plan", plan, plan_is_read },
	{ "a plan in a fence, in prose", "plan",
		"Sure! {this} is it:\n```json\n" .. plan .. "\n```\nGood luck.",
		plan_is_read },
	{ "a plan inside prose", "plan", "Well [1]: " .. plan .. " - done {}.",
		plan_is_read },
	{ "a bare list of directions", "plan", plan:match("%[.*%]"),
		plan_is_read },
	{ "a plan behind reasoning", "plan", "<think>{\"directions\":[]}</think>"
		.. plan, plan_is_read },
	{ "too many directions and suggestions", "plan",
		'{"directions":[{"suggestions":["a","b","c"]},{"suggestions":["d"]},'
		.. '{"suggestions":["e"]},{"suggestions":["f"]}]}', function(r)
			return #r.directions == 3
			    and #r.directions[1].suggestions == 2
			    and r.directions[2].suggestions[1].text == "d"
		end },
	{ "headings in a text stay text", "plan",
		'{"directions":[{"suggestions":[{"text":"# a\\n## 2 b"}]}]}',
		function(r)
			local t = r.directions[1].suggestions[1].text
			return not t:find("^#") and not t:find("\n#")
		end },
	{ "a plan without texts", "plan",
		'{"directions":[{"title":"A","suggestions":[{}]}]}',
		complains("suggestion") },
	{ "a broken plan", "plan", plan:sub(1, -4), complains("JSON") },
	{ "an empty plan", "plan", "", complains("empty") },
	-- judgements
	{ "judgements", "judgements", "Here: " .. judged, function(r)
		local j = r.judgements[1]
		return j.verdict == "dead end" and j.claim == "No good"
			and j.evidence[1] == "01/1.1" and r.rules[1] == "Avoid it"
	end },
	{ "no judgement at all", "judgements", '{"judgements":[]}',
		function(r)
			return r and #r.judgements == 0
		end },
	{ "a verdict of its own", "judgements", '{"judgements":[{"verdict":'
		.. '"great","claim":"x","evidence":["01/1.1"]}]}',
		complains("verdict") },
	{ "no evidence", "judgements", '{"judgements":[{"verdict":'
		.. '"promising","claim":"x","evidence":[]}]}',
		complains("evidence") },
	-- paragraphs and wisdom
	{ "a paragraph over lines", "paragraph", "\nA task\nof kind x.\n",
		function(r)
			return r.text == "A task of kind x."
		end },
	{ "too long a paragraph", "paragraph", ("word "):rep(400),
		complains("longer") },
	{ "headings", "wisdom", "## DATA\nd 1\nd 2\n\n## MODEL\nm\n## TAGS\n"
		.. "Tabular, AUC", function(r)
			return r.data == "d 1\nd 2" and r.model == "m"
				and r.tags[1] == "tabular" and r.tags[2] == "auc"
		end },
	{ "bold labels", "wisdom", "**DATA:** one\ntwo\n**MODEL**: three",
		function(r)
			return r.data == "one\ntwo" and r.model == "three"
		end },
	{ "one part only", "wisdom", "DATA\nx", complains("two parts") },
}

local M = {}

-- A line for each case: "" when it is good, else what came.
function M.run()
	local out = {}
	for i, case in ipairs(cases) do
		local text = answer.visible(case[3])
		local r, why
		if case[2] == "plan" then
			r, why = answer.plan(text, 3, 2)
		elseif case[2] == "paragraph" then
			r, why = answer.paragraph(text, 250)
		else
			r, why = answer[case[2]](text)
		end
		local fine, good = pcall(case[4], r, why)
		out[i] = { name = case[2] .. ": " .. case[1], got = fine and good
			and "" or hcc.json_encode({ r or "nil", why or "", good }) }
	end
	return out
end

return M
