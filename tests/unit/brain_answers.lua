-- answers.lua: what models answer, and what the brain makes of it. A list of
-- {name, what reads it, text, check of its result and its complaint}.
local answer = require "llm.answer"
local edits = require "llm.edits"
local facts = require "llm.facts"
local skeleton = require "llm.skeleton"
local notes = require "llm.notes"
local plans = require "llm.plans"
local program = require "llm.program"
local remarks = require "llm.remarks"
local talk = require "llm.talk"
local text = require "llm.text"

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

local project = { ["a.py"] = "x = 1\ny = 2\nz = 2\n", ["b/c.py"] = "p = 1\n" }

local known_base = "depth = 3\nif go:\n    fit()\n    print('metric: 1')\n"
	.. "to_csv('submission.csv')\n"

local function search(old, new)
	return "<<<<<<< SEARCH\n" .. old .. "\n=======\n" .. new
		.. "\n>>>>>>> REPLACE\n"
end

local function edited(file, want)
	return function(r)
		return r and r.files[file] == want
	end
end

local python = { python = true, py = true }
-- Far more than anything that takes the square of it has time for.
local much = 256 * 1024

-- Nothing that a terminal, a parser of ours or a reader takes for anything
-- else: valid UTF-8, no controls, no overrides, one line.
local function is_line(s, most)
	return utf8.len(s) and not s:find("%c") and #s <= most
		and not s:find("\u{202e}", 1, true) and s:find("%S")
end

-- Inside of JSON.
local nasty = "\\u001b[31mred\\u0000 \\n## 2 head\\n---\\n\\u202eevil\\u0085 "
	.. ("\u{e9}"):rep(400)

local function json_list(item, n)
	return "[" .. (item .. ","):rep(n - 1) .. item .. "]"
end

-- Each # is the next number.
local function counted(s)
	local n = 0
	return (s:gsub("#", function()
		n = n + 1
		return n
	end))
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
	-- what says nothing
	{ "a plan of placeholders", "plan", '{"directions":[{"title":"D","why":'
		.. '"w","suggestions":[{"title":"Suggestion 1","text":"The text '
		.. 'of suggestion 1 goes here"}]}]}', complains("says nothing") },
	{ "a plan that asks back", "plan", '{"directions":[{"title":"D","why":'
		.. '"w","suggestions":[{"title":"T","text":"Please provide the '
		.. '5 most important columns."}]}]}', complains("says nothing") },
	{ "a plan that waits", "plan", '{"directions":[{"title":"D","why":"w",'
		.. '"suggestions":[{"title":"T","text":"I will wait for the '
		.. 'results of 1.1."}]}]}', complains("says nothing") },
	{ "a plan that refuses in a field", "plan", '{"directions":[{"title":'
		.. '"D","why":"w","suggestions":[{"title":"T","text":"I\'m '
		.. 'sorry, as an AI I have no 2 ideas."}]}]}',
		complains("says nothing") },
	{ "a plan with an address", "plan", '{"directions":[{"title":"D","why":'
		.. '"w","suggestions":[{"title":"T","text":"Add 20000 rows from '
		.. 'https://example.org/data."}]}]}', complains("no network") },
	{ "a plan that names a paper", "plan", '{"directions":[{"title":"D","why":'
		.. '"w","suggestions":[{"title":"T","text":"Mixup, alpha 0.2, as '
		.. 'in https://example.org/paper (MIT licence)."}]}]}',
		function(r) return #r.directions == 1 end },
	{ "a plan that fetches in one of its sentences", "plan",
		'{"directions":[{"title":"D","why":"w","suggestions":[{"title":'
		.. '"T","text":"Train 3 nets. Then curl https://example.org/w '
		.. 'for their weights."}]}]}', complains("no network") },
	{ "a plan with an address, where the network is", "plan online",
		'{"directions":[{"title":"D","why":"w","suggestions":[{"title":'
		.. '"T","text":"Download 20000 rows from https://example.org."}]}]}',
		function(r) return #r.directions == 1 end },
	{ "a claim that is a placeholder", "judgements", '{"judgements":[{'
		.. '"verdict":"promising","claim":"Claim 1","evidence":['
		.. '"01/1.1"]}]}', complains("says nothing") },
	{ "all verdicts at once", "judgements", '{"judgements":[{"verdict":'
		.. '"promising | dead end | inconclusive","claim":"It did 0.5",'
		.. '"evidence":["01/1.1"]}]}', complains("verdict") },
	{ "rules and steps that say that there are none", "judgements",
		'{"judgements":[{"verdict":"promising","claim":"It did 0.5",'
		.. '"evidence":["01/1.1"]}],"rules":["N/A","Rule 2","Keep it."],'
		.. '"next":["None","TBD","what to try next","Try 5 trees."]}',
		function(r) return #r.rules == 1 and #r.next == 1 end },
	{ "remarks that say nothing", "wisdom", "REMARKS\n[remark 1]\n- Remark 2\n"
		.. "None\nNo remarks.\nHere are the remarks:\nI hope this helps!\n"
		.. "Never invent a score.\nIt has 3 columns.\nTAGS\nx\n",
		function(r) return #r.remarks == 1 end },
	{ "remarks with words that also stand in chat", "wisdom", "REMARKS\n"
		.. "There is a gap in x.\nThere are the same ids in both.\n"
		.. "A language model of characters did better.\nWhat helped "
		.. "here is the blend.\nUse y as an aid.\nNo stemming of text."
		.. "\nTAGS\nx\n", function(r) return #r.remarks == 6 end },
	{ "a plan that counts links in texts", "plan", '{"directions":[{"title":'
		.. '"D","why":"w","suggestions":[{"title":"T","text":"There is '
		.. 'a link in 40 % of the texts: count http:// in each."}]}]}',
		function(r) return #r.directions == 1 end },
	{ "a description that announces itself", "paragraph",
		"Sure! Here is the description of the task:",
		complains("paragraph") },
	{ "a description that asks back", "paragraph",
		"Could you please provide the task?", complains("paragraph") },
	{ "a description that is a program", "paragraph",
		"```python\nimport pandas as pd\n```", complains("paragraph") },
	-- programs
	{ "one block", "edits", "Raise it.\n\na.py\n" .. search("x = 1", "x = 9"),
		edited("a.py", "x = 9\ny = 2\nz = 2\n") },
	{ "two blocks, a name in marks, Windows' ends of lines", "edits",
		("**a.py**:\n```\n" .. search("x = 1", "x = 9")
		.. search("z = 2", "z = 3\nw = 4") .. "```\n"):gsub("\n", "\r\n"),
		edited("a.py", "x = 9\ny = 2\nz = 3\nw = 4\n") },
	{ "a whole file", "edits", "FILE: b/c.py\n```python\nq = 1\n```\n",
		edited("b/c.py", "q = 1\n") },
	{ "the name of the only file, which is no prose", "edit",
		"Raise it.\n\na.py\n" .. search("x = 1", "x = 9"),
		function(r) return r.text:find("^Raise it%.%s*$") ~= nil end },
	{ "a text that is there twice", "edits", "a.py\n" .. search("= 2", "= 3"),
		complains("more than once") },
	{ "a text that is not there", "edits", "a.py\n" .. search("x  = 1", ""),
		complains("not in the file") },
	{ "a text that is not there, by a line like one that is", "edits",
		"a.py\n" .. search("x = 1\ny = \"2\"  # two", ""),
		complains("`y = \"2\"  # two` is not in the file; the nearest "
			.. "line is `y = 2`") },
	{ "lines that are there, not one after the other", "edits",
		"a.py\n" .. search("x = 1\nz = 2", ""),
		complains("each of these lines is in the file, but not one after "
			.. "the other") },
	{ "a file that may not change", "edits", "e.py\n" .. search("x", "y"),
		complains("none of the files") },
	{ "a block without its end", "edits",
		"a.py\n<<<<<<< SEARCH\nx = 1\n=======\nx = 2\n",
		complains("cut off") },
	{ "edits without effect", "edits", "a.py\n" .. search("x = 1", "x = 1"),
		complains("nothing") },
	{ "no edit", "edits", "I would raise x.", complains("no SEARCH") },
	{ "blanks at the ends of lines", "edits",
		"a.py\n" .. search("x = 1  \ny = 2", "x = 9\ny = 2"),
		edited("a.py", "x = 9\ny = 2\nz = 2\n") },
	{ "a unified diff", "edits", "```diff\n--- a/a.py\n+++ b/a.py\n"
		.. "@@ -1,2 +1,2 @@\n-x = 1\n+x = 9\n y = 2\n```\n",
		edited("a.py", "x = 9\ny = 2\nz = 2\n") },
	{ "edits of the one program, without its name", "change", "Deeper.\n"
		.. search("depth = 3", "depth = 4"), function(r)
			return r.code == known_base:gsub("= 3", "= 4")
				and r.text == "Deeper."
		end },
	{ "edits of the one program that are less indented", "change",
		search("fit()\nprint('metric: 1')", "fit(9)\nprint('metric: 1')"),
		function(r)
			return r.code == known_base:gsub("fit%(%)", "fit(9)")
		end },
	{ "a hunk of a diff, without names", "change",
		"@@ -1 +1 @@\n-depth = 3\n+depth = 4\n",
		code_is((known_base:gsub("= 3", "= 4"))) },
	{ "an edit that does not fit its program", "change",
		search("width = 3", "width = 4"), complains("whole program") },
	{ "the whole program in place of edits", "change",
		"```python\nprint('metric: 2'); to_csv('submission.csv')\n```",
		code_is("print('metric: 2'); to_csv('submission.csv')\n") },
	{ "a suggestion that is struck", "strike", "STRIKE: 01/1.1 did it.\n",
		function(r)
			return r.strike == "01/1.1 did it."
		end },
	{ "a first program cannot be struck", "program", "STRIKE: no.\n",
		complains("fenced code block") },
	{ "a repair that is given up", "change", "GIVE UP: 10 s are too few.\n",
		function(r)
			return r.give_up == "10 s are too few."
		end },
	-- a model alone, and the program around it
	{ "a model alone", "own", "A forest.\n```python\nfrom sklearn.ensemble "
		.. "import X\n\ndef model():\n    return X()\n```\n", function(r)
			return r.code:find("def model():", 1, true)
				and r.code:find("\nrun_own(TASK", 1, true)
				and r.code:find('"metric": "auc"', 1, true)
		end },
	{ "features in one block, a model in another", "own",
		"```python\ndef features(train, test):\n    return train, test\n"
		.. "```\nand\n```py\ndef model():\n    return X()\n```\n",
		function(r)
			return r.code:find("def features", 1, true)
				and r.code:find("def model", 1, true)
		end },
	{ "a model without a fence", "own", "A tree.\nfrom sklearn.tree import X\n"
		.. "\ndef model():\n    return X(max_depth=3)\n", function(r)
			return r.code:find("\nfrom sklearn.tree import X\n", 1, true)
				and r.code:find("\nrun_own(TASK", 1, true)
		end },
	{ "a model as at a prompt", "own", "```python\n>>> def model():\n"
		.. "...     return X()\n```", function(r)
			return r.code:find("\ndef model():\n    return X()", 1, true)
		end },
	{ "a recipe", "own", 'Try {"model": "svm", "C": [1, 10]}.', function(r)
			return r.code:find('"model": "svm"', 1, true)
				and r.code:find("run(TASK, RECIPE)", 1, true)
		end },
	{ "a recipe with a parameter that there is not", "own",
		'{"model": "svm", "depth": 3}', complains("depth") },
	{ "a whole program that has a function model()", "own",
		"```python\ndef model():\n    pass\nprint('metric: 1')\n"
		.. "to_csv('submission.csv')\n```", function(r)
			return not r.code:find("run_own", 1, true)
		end },
	{ "a model that is cut off", "own cut",
		"```python\ndef model():\n    return", complains("cut off") },
	{ "a whole program that names a recipe", "own", 'Beats {"model": "svm"}.'
		.. "\n```python\nprint('metric: 1'); to_csv('submission.csv')\n"
		.. "```\n", code_is("print('metric: 1'); "
		.. "to_csv('submission.csv')\n") },
	{ "neither program nor model", "own", "I would use a forest.",
		complains("no fenced code block") },
	{ "a program of R without a fence", "whole",
		"library(x)\ncat('metric: 1')\nwrite(x, 'submission.csv')\n",
		code_is("library(x)\ncat('metric: 1')\nwrite(x, "
		.. "'submission.csv')\n") },
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
	{ "many pieces of reasoning", "program",
		("<think></think>"):rep(50000) .. "```\nx = 1\n```",
		code_is("x = 1\n") },
	{ "the block of the language, not the longest", "program",
		"```py\nx = 1\n```\n```bash\npip install everything\n```",
		code_is("x = 1\n") },
	{ "controls in the note", "program",
		"Red \27[31m\0 text\u{202e}.\n```\nx = 1\n```", function(r)
			return r.text == "Red ?[31m? text?."
		end },
	{ "a long note", "program", ("word "):rep(10000) .. "\n```\nx = 1\n```",
		function(r)
			return #r.text <= 3000 and r.code == "x = 1\n"
		end },
	{ "a NUL in a program", "program", "```\nx = '\0'\n```",
		complains("NUL") },
	{ "a program of a megabyte", "program", "```\n"
		.. ("x = 1\n"):rep(170000) .. "```", complains("longer") },
	{ "256 kB of fences", "program", ("```\n"):rep(much // 4),
		complains("no fenced code block") },
	{ "256 kB of backticks", "program", ("`"):rep(much),
		complains("no fenced code block") },
	{ "a fence with 256 kB of blanks", "program", "``` a"
		.. (" "):rep(much) .. "b\nx\n```", code_is("x\n") },
	{ "256 kB of blanks", "program", (" "):rep(much) .. "```\nx\n```"
		.. (" "):rep(much) .. "\n```", code_is("x\n") },
	{ "another language around it", "program",
		"Voici le programme demandé :\n```python\nprint('é')\n```\nVoilà.",
		code_is("print('é')\n") },
	{ "a cut block", "program", "```python\nx = 1\n",
		complains("cut off") },
	{ "no block", "program", "You could train a forest.",
		complains("no fenced code block") },
	{ "nothing", "program", "  \n", complains("empty") },
	{ "a refusal", "program", "I'm sorry, but I can't help with that.",
		complains("refusal") },
	{ "a fence that is not closed around a whole program", "whole",
		"```python\nprint('metric: 1')  # submission",
		code_is("print('metric: 1')  # submission\n") },
	{ "imports in a block of their own", "whole", "```python\nimport os\n```\n"
		.. "then\n```python\nprint('metric: 1', 'submission')\n```",
		code_is("import os\nprint('metric: 1', 'submission')\n") },
	{ "a second version that is longer", "whole",
		"```python\nx('metric submission')\n```\nBetter, not tested:\n"
		.. "```python\ny('metric submission, and much more')\n```",
		code_is("x('metric submission')\n") },
	{ "no fence at all", "whole", "Here it is.\nimport os\n"
		.. "print('metric: 1', 'submission')",
		code_is("import os\nprint('metric: 1', 'submission')\n") },
	{ "tags of HTML", "whole", "<pre><code>\nif 1 &lt; 2: print('metric')  "
		.. "# submission\n</code></pre>",
		code_is("if 1 < 2: print('metric')  # submission\n") },
	{ "a member of JSON", "whole",
		'{"code": "print(\'metric\')  # submission\\n"}',
		code_is("print('metric')  # submission\n") },
	{ "typographic quotes and blanks", "whole", "```python\nif x:\n\u{a0} "
		.. "print(\u{201c}metric\u{201d})  # submission\n```",
		code_is("if x:\n  print(\"metric\")  # submission\n") },
	{ "a program that prints no metric", "whole",
		"```python\nopen('submission.csv')\n```", complains("metric") },
	{ "one line of a program", "whole", "Only change this line:\n"
		.. "```python\nx = 2\n```", complains("whole program") },
	{ "a program of a notebook's paths", "whole", "```python\nx = read("
		.. "'/kaggle/input/x.csv')\nprint('metric submission')\n```",
		complains("reads '/kaggle/input/x.csv'") },
	{ "a program that looks whether such a path is there", "whole",
		"```python\nd = '/kaggle/input'\nd = d if isdir(d) else 'input'\n"
		.. "print('metric submission')\n```",
		function(r) return r.code:find("isdir") end },
	{ "a program that asks whoever runs it", "whole", "```python\nn = int("
		.. "input('n'))\nprint('metric submission')\n```",
		complains("asks for input") },
	{ "a program with an input of its own", "whole", "```python\nx = "
		.. "Input(3)\ny = net.input(x)\nprint('metric submission')\n```",
		function(r) return r.code:find("net.input") end },
	{ "a program that installs", "whole", "```python\nimport os\n"
		.. "os.system('pip install x')\nprint('metric submission')\n```",
		complains("installed") },
	{ "a program that fetches a file", "whole", "```python\nimport requests\n"
		.. "URL = 'https://example.org/x.csv'\nx = requests.get(URL)\n"
		.. "print('metric submission')\n```",
		complains("fetches from the network ('requests.get')") },
	{ "a program that reads a table at an address", "whole", "```python\n"
		.. "x = pd.read_csv('https://example.org/x.csv')\n"
		.. "print('metric submission')\n```",
		complains("fetches from the network ('read_csv')") },
	{ "a program that calls curl", "whole", "```python\n"
		.. "os.system('curl -O https://example.org/x.csv')\n"
		.. "print('metric submission')\n```",
		complains("fetches from the network ('curl')") },
	{ "a program with addresses in its words", "whole", "```python\n"
		.. "\"\"\"As in https://example.org/paper.\"\"\"\n"
		.. "# requests.get('https://example.org') is not needed\n"
		.. "NS = 'http://www.w3.org/2000/svg'\nn = text.count('http://')\n"
		.. "print('metric submission', curl)\n```",
		function(r) return r.code:find("example.org/paper", 1, true) end },
	{ "a program that fetches, where the network is", "online", "```python\n"
		.. "x = pd.read_csv('https://example.org/x.csv')\n"
		.. "print('metric submission')\n```",
		function(r) return r.code:find("read_csv") end },
	{ "the failed program", "whole",
		"```python\nfailed('metric submission')\n```",
		complains("failed") },
	{ "the base", "whole", "```python\nbase('metric submission')\n```",
		complains("unchanged") },
	{ "the base with another time", "timed", "```python\n"
		.. "run({\"time\": 7.25}, 'metric submission')\n```",
		complains("unchanged") },
	{ "imports and data in a block of their own", "whole",
		"```python\nimport os\nx = 1\n```\nthen\n```python\n"
		.. "print('metric', x)  # submission\nopen('submission')\n```",
		code_is("import os\nx = 1\nprint('metric', x)  # submission\n"
		.. "open('submission')\n") },
	{ "prompts of an interpreter", "whole", "```python\n>>> import os\n"
		.. ">>> print('metric', 'submission')\n```",
		code_is("import os\nprint('metric', 'submission')\n") },
	{ "magic of a notebook", "whole", "```python\n%matplotlib inline\n!ls\n"
		.. "print('metric', 'submission')\n```",
		code_is("\n\nprint('metric', 'submission')\n") },
	{ "line breaks as escapes", "whole", "```python\nf()\\nprint("
		.. "'metric', 'submission')\\ng()\n```",
		code_is("f()\nprint('metric', 'submission')\ng()\n") },
	{ "a program that leaves out the rest", "whole", "```python\n# ... rest "
		.. "of the code unchanged ...\nprint('metric', 'submission')\n```",
		complains("leaves out code") },
	{ "a program with a placeholder", "whole", "```python\n# TODO: fit the "
		.. "model here\nprint('metric', 'submission')\n```",
		complains("leaves out code") },
	{ "a metric in a comment alone", "whole",
		"```python\n# metric: 1\nopen('submission')\n```",
		complains("metric") },
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
		'{"directions":[{"suggestions":["a 1","b 1","c 1"]},'
		.. '{"suggestions":["d 1"]},{"suggestions":["e 1"]},'
		.. '{"suggestions":["f 1"]}]}', function(r)
			return #r.directions == 3
			    and #r.directions[1].suggestions == 2
			    and r.directions[2].suggestions[1].text == "d 1"
		end },
	{ "a plan as a string of JSON", "plan", '"' .. plan:gsub('"', '\\"')
		.. '"', plan_is_read },
	{ "a plan as a string in a tool's call", "plan", '{"name": "plan", '
		.. '"arguments": "' .. plan:gsub('"', '\\"') .. '"}',
		function(r)
			return r and r.directions[1].suggestions[1].text
				== "do {x} and ] too"
		end },
	{ "a plan with wide punctuation", "plan", (plan:gsub("[{}%[%]:]", {
		["{"] = "｛", ["}"] = "｝", ["["] = "［", ["]"] = "］",
		[":"] = "：" })), function(r)
			return r and r.directions[1].title == "A"
		end },
	{ "members that begin with their names", "plan", '{"directions_list": '
		.. '[{"suggestion_list": [{"text": ["C=0.5", "scaled"]}]}]}',
		function(r)
			return r and r.directions[1].suggestions[1].text
				== "C=0.5; scaled"
		end },
	{ "bold lines as headings", "plan", "**Boosting**\n\nwhy\n\n1. **A** - "
		.. "depth 4\n\n**Linear**\n\n1. **B** - C 2\n", function(r)
			return r and #r.directions == 2 and
				r.directions[2].suggestions[1].title == "B"
		end },
	{ "a list in a list", "plan", "1. Boosting\n   - depth 4\n   - depth 8\n"
		.. "2. Linear\n   - C 2\n", function(r)
			return r and #r.directions == 2 and
				#r.directions[1].suggestions == 2
		end },
	{ "a list of YAML with other names", "plan", "- direction: Boosting\n"
		.. "  ideas:\n    - name: A\n      details: depth 4\n", function(r)
			return r and r.directions[1].suggestions[1].text
				== "depth 4"
		end },
	{ "a placeholder in place of a text", "plan", (plan:gsub("do {x} and ] too",
		"TODO: describe it")), complains("placeholder") },
	{ "a note in Markdown", "judgements", "## Judgements\n- **promising**: "
		.. "It reached 0.7. [01/1.1]\n## Rules\n- Keep the folds.\n",
		function(r)
			return r and #r.judgements == 1 and #r.rules == 1
				and r.judgements[1].claim == "It reached 0.7."
				and r.judgements[1].evidence[1] == "01/1.1"
		end },
	{ "a plan without texts", "plan",
		'{"directions":[{"title":"A","suggestions":[{}]}]}',
		complains("suggestion") },
	{ "commas before closing brackets", "plan", plan:gsub("}]", "}, ]"),
		plan_is_read },
	{ "a thousand directions", "plan", '{"directions":' .. counted(json_list(
		'{"n":77,"id":"09/9.9","title":"T","suggestions":[{"id":"00/1.1",'
		.. '"text":"x #"},"y #","z #"]}', 1000)) .. "}", function(r)
			local d = r.directions[3]
			return #r.directions == 3 and not d.n and not d.id
				and #d.suggestions == 2 and not d.suggestions[1].id
		end },
	{ "titles of many lines, with controls", "plan",
		'{"directions":[{"title":"' .. nasty .. '","why":"' .. nasty
		.. '","suggestions":[{"title":"' .. nasty .. '","text":"' .. nasty
		.. '"}]}]}', function(r)
			local d = r.directions[1]
			local t = d.suggestions[1]
			return is_line(d.title, 100) and is_line(d.why, 1000)
				and is_line(t.title, 100) and utf8.len(t.text)
				and not t.text:find("[%z\27]")
		end },
	{ "a text of 256 kB", "plan", '{"directions":[{"suggestions":["'
		.. ("x 1 "):rep(much // 4) .. '"]}]}', function(r)
			return #r.directions[1].suggestions[1].text <= 8000
		end },
	{ "members of other types", "plan", '{"directions":[1,null,"x",[],{},'
		.. '{"title":[],"why":{},"suggestions":[1,null,[],{"text":7},'
		.. '{"title":{},"text":"good 7"}]},{"suggestions":7}]}', function(r)
			return #r.directions == 1 and r.directions[1].why == ""
				and #r.directions[1].suggestions == 1
				and r.directions[1].suggestions[1].title == "good 7"
		end },
	{ "256 kB of brackets", "plan", ("["):rep(much),
		complains("JSON") },
	{ "brackets that close", "plan", ("["):rep(much // 2)
		.. ("]"):rep(much // 2), complains("JSON") },
	{ "256 kB of little objects", "plan", ("{}"):rep(much // 2),
		complains("JSON") },
	{ "256 kB of quotes", "plan", "{" .. ('"'):rep(much),
		complains("JSON") },
	{ "256 kB of backslashes", "plan", '{"' .. ("\\"):rep(much),
		complains("JSON") },
	{ "a plan without its last brackets", "plan", plan:sub(1, -4),
		plan_is_read },
	{ "a plan that is cut off in its first direction", "plan",
		plan:sub(1, 30), complains("text") },
	{ "an empty plan", "plan", "", complains("empty") },
	{ "comments", "plan", plan:gsub(",", ", // so\n# it is\n/* x */", 1),
		plan_is_read },
	{ "names with capitals", "plan", plan:gsub('"%l+":', string.upper),
		plan_is_read },
	{ "names without quotes", "plan", plan:gsub('"(%l+)":', "%1:"),
		plan_is_read },
	{ "single quotes", "plan", plan:gsub('"', "'"), plan_is_read },
	{ "typographic quotes", "plan", plan:gsub('"', "\u{201d}"),
		plan_is_read },
	{ "quotes inside of a string", "plan",
		plan:gsub("do {x}", 'do "it" {x}'), function(r)
			return r.directions[1].suggestions[1].text
				== 'do "it" {x} and ] too'
		end },
	{ "a line break in place of a comma", "plan",
		plan:gsub('","', '"\n"'), plan_is_read },
	{ "a plan that is cut off in its second direction", "plan",
		plan:sub(1, -3) .. ',{"title":"B","suggestions":[{"title":"U",'
		.. '"text":"not whole', function(r)
			return #r.directions == 1 and plan_is_read(r)
		end },
	{ "a whole plan behind one that is cut off", "plan",
		plan:sub(1, 30) .. "\n\nAgain:\n" .. plan, plan_is_read },
	{ "other names for the parts", "plan", plan:gsub('"text"', '"details"')
		:gsub('"suggestions"', '"ideas"'):gsub('"directions"', '"plan"'),
		plan_is_read },
	{ "numbered directions", "plan",
		'{"1": ' .. plan:match('%[(.*)%]') .. "}", plan_is_read },
	{ "a direction a line", "plan", plan:match('%[(.*)%]') .. "\n"
		.. plan:match('%[(.*)%]'):gsub("do", "do not"), function(r)
			return #r.directions == 2 and plan_is_read(r)
		end },
	{ "a direction that is one suggestion", "plan",
		'{"directions":[{"title":"A","text":"Raise it by 3."}]}',
		function(r)
			return r.directions[1].suggestions[1].text
				== "Raise it by 3."
		end },
	{ "the arguments of a tool", "plan", '<tool_call>{"name":"plan",'
		.. '"arguments":' .. plan .. "}</tool_call>", plan_is_read },
	{ "headings for directions and suggestions", "plan", "# Plan\n\n"
		.. "## Direction 1: A\n\nb\n\n### 1.1 T\n\ndo {x} and ] too\n",
		plan_is_read },
	{ "a list below each direction", "plan", "## 1. A\nb\n"
		.. "- **T**: do {x} and ] too\n", plan_is_read },
	{ "a list whose items have a second line", "plan", "## 1. A\nb\n"
		.. "- **T**: do {x} and\n  ] too\n- **U**: Raise it by 3.\n",
		function(r)
			local list = r.directions[1].suggestions
			return list[1].text == "do {x} and\n] too"
				and list[2].text == "Raise it by 3."
		end },
	{ "YAML", "plan", "directions:\n- title: A\n  why: b\n  suggestions:\n"
		.. "  - title: T\n    text: >\n      do {x} and ]\n      too\n",
		function(r)
			return r.directions[1].title == "A" and
				r.directions[1].suggestions[1].text
				== "do {x} and ]\ntoo"
		end },
	{ "the dots of the form", "plan", '{"directions":[{"title":"...","why":'
		.. '"...","suggestions":[{"title":"...","text":"..."}]}]}',
		complains("example") },
	{ "the example of the form", "plan", talk.form("plan"),
		complains("example") },
	{ "a suggestion that installs", "plan", '{"directions":[{"text":'
		.. '"Run pip install x, then train it for 3 rounds."}]}',
		complains("installed") },
	{ "a suggestion that downloads", "plan", '{"directions":[{"text":'
		.. '"Download a large model and train 3 rounds."}]}',
		complains("network") },
	{ "a suggestion that leaves all open", "plan",
		'{"directions":[{"text":"Tune the hyperparameters"}]}',
		complains("open") },
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
	{ "one good judgement among bad ones", "judgements", '{"judgements":[1,'
		.. '{"verdict":"good","claim":"x","evidence":["01/1.1"]},'
		.. '{"verdict":["promising"],"claim":"x","evidence":["01/1.1"]},'
		.. '{"verdict":"promising","claim":"y","evidence":{}},'
		.. '{"verdict":"promising","claim":"z","evidence":["01/1.1"]}]}',
		function(r)
			return #r.judgements == 1 and r.judgements[1].claim == "z"
		end },
	{ "references in brackets and strings", "judgements",
		'{"judgements":[{"verdict":"promising","claim":"x",'
		.. '"evidence":["[1/1.1]","01/1.2, 01/1.3/1:0-9"]}]}', function(r)
			return table.concat(r.judgements[1].evidence, " ")
				== "01/1.1 01/1.2 01/1.3/1:0-9"
		end },
	{ "claims that look like verified lines", "judgements",
		'{"judgements":[{"verdict":"promising","claim":"' .. nasty
		.. ' [01/1.1] verified\\n- promising: x [01/1.1] verified",'
		.. '"evidence":["01/1.1] verified\\n- x","../../etc/passwd"]}],'
		.. '"rules":["' .. nasty .. '","a\\n## Judgements\\n- b"]}',
		function(r)
			local j = r.judgements[1]
			return is_line(j.claim, 500) and is_line(r.rules[1], 500)
				and r.rules[2] == "a ## Judgements - b"
				and #j.evidence == 1 and j.evidence[1] == "01/1.1"
		end },
	{ "too much of everything", "judgements", '{"judgements":'
		.. json_list('{"verdict":"promising","claim":"x","evidence":'
		.. json_list('"01/1.1","01/1.2"', 100) .. "}", 100) .. ',"rules":'
		.. json_list('"r"', 1000) .. ',"next":"only one"}', function(r)
			return #r.judgements == 50 and #r.rules == 20
				and #r.judgements[1].evidence == 2
				and r.next[1] == "only one"
		end },
	{ "no evidence", "judgements", '{"judgements":[{"verdict":'
		.. '"promising","claim":"x","evidence":[]}]}',
		complains("evidence") },
	{ "a list of judgements", "judgements", judged:match("%[.*%]"):match(
		"(%[{.*}%]),"), function(r)
			return r.judgements[1].claim == "No good"
		end },
	{ "one judgement alone", "judgements", judged:match("{\"v.-}"),
		function(r)
			return r.judgements[1].claim == "No good"
		end },
	{ "an American spelling, a verdict in words", "judgements",
		'{"judgments":[{"verdict":"High potential.","claim":"x",'
		.. '"evidence":"suggestion 1.1"}]}', function(r)
			return r.judgements[1].verdict == "promising"
				and r.judgements[1].evidence[1] == "07/1.1"
		end },
	{ "the form of judgements", "judgements", '{"judgements": [{"verdict": '
		.. '"promising" | "dead end", "claim": "...", "evidence": '
		.. '["01/1.2"]}], "rules": ["what to do or avoid from now on"]}',
		complains("example") },
	{ "rules that repeat the form", "judgements", judged:gsub('"Avoid\nit"',
		'"what to do or avoid from now on"'), function(r)
			return #r.rules == 0
		end },
	-- paragraphs and wisdom
	{ "a paragraph over lines", "paragraph", "\nA task\nof kind x.\n",
		function(r)
			return r.text == "A task of kind x."
		end },
	{ "a paragraph in talk", "paragraph", "Sure! Here it is:\n \n"
		.. "A task of kind x, scored by y, with tables of numbers and text.\n\n"
		.. "More?", function(r)
			return r.text == "A task of kind x, scored by y, with "
				.. "tables of numbers and text."
		end },
	{ "a paragraph in a fence", "paragraph", "Sure! Here it is, as asked:\n"
		.. "```\nA task of words.\n```\nHope that helps you a lot.\n",
		function(r)
			return r.text == "A task of words."
		end },
	{ "a text in two parts", "paragraph", "A task of kind x.\n\nIt has "
		.. "tables.", function(r)
			return r.text == "A task of kind x. It has tables."
		end },
	{ "too long a paragraph", "paragraph", ("word "):rep(400),
		complains("longer") },
	{ "headings", "wisdom", "## REMARKS\nd 1\n- d 2\n\n## TAGS\n"
		.. "Tabular, AUC", function(r)
			return table.concat(r.remarks, "|") == "d 1|d 2"
				and r.tags[1] == "tabular" and r.tags[2] == "auc"
		end },
	{ "bold labels", "wisdom", "**DATA:** one\ntwo\n**MODEL**: three",
		function(r)
			return table.concat(r.remarks, "|") == "one|two|three"
		end },
	{ "headings in small letters", "wisdom", "# What was learnt\n"
		.. "### Remarks:\nData are few.\n#### Tags\n#a", function(r)
			return r.remarks[1] == "Data are few."
				and r.tags[1] == "a"
		end },
	{ "sentences that will be checked", "wisdom", "REMARKS\nOne. Two.\n"
		.. "Trees, C = 0.3. They reached 0.9 [01/1.1]. So.", function(r)
			return table.concat(r.remarks, "|") == "One. Two."
				.. "|Trees, C = 0.3.|They reached 0.9 [01/1.1].|So."
		end },
	{ "headings of several words", "wisdom", "## Final remarks\nd\n",
		function(r)
			return r.remarks[1] == "d"
		end },
	{ "numbered labels", "wisdom", "1. REMARKS\nd\n2. TAGS\nt",
		function(r)
			return r.remarks[1] == "d" and r.tags[1] == "t"
		end },
	{ "JSON for the parts", "wisdom",
		'{"REMARKS": ["m", "n"], "TAGS": ["a"]}', function(r)
			return table.concat(r.remarks, "|") == "m|n"
				and r.tags[1] == "a"
		end },
	{ "a fence with talk around it", "wisdom", "Sure!\n```\nREMARKS\nd"
		.. "\nTAGS\nm\n```\nHope it helps!", function(r)
			return #r.remarks == 1 and r.tags[1] == "m"
				and #r.tags == 1
		end },
	{ "the words of the request", "wisdom", "REMARKS\n- It is left out if "
		.. "a number in it is not in what it cites\n",
		complains("repeats") },
	{ "the example of the form", "wisdom", "REMARKS\nThe model of 01/1.1 "
		.. "with 300 trees reached 0.81, +0.012 against 00/1.1 [01/1.1, "
		.. "00/1.1].", complains("repeats") },
	{ "no part", "wisdom", "Boosting is good.", complains("REMARKS") },
	{ "a program among remarks", "wisdom", "REMARKS\n````py\nx\n````\nm",
		function(r)
			return #r.remarks == 1 and r.remarks[1] == "m"
		end },
	{ "controls and tags", "wisdom", "REMARKS\n\27[2Jd\nm\u{202e}\nTAGS\n"
		.. "Random Forest, auc; ../x <b> auc " .. ("y"):rep(50), function(r)
			return r.remarks[1] == "?[2Jd" and r.remarks[2] == "m?"
				and table.concat(r.tags, " ")
				== "random forest auc x b"
		end },
	{ "a label with 256 kB of blanks", "plan", "Direction" .. (" "):rep(much)
		.. "\n- Suggestion" .. (" "):rep(much) .. "\n",
		complains("no JSON") },
	{ "a text block of 256 kB of lines", "whole", "```text\nmetric submission"
		.. ("\n"):rep(much) .. "```", complains("fenced code block") },
	{ "256 kB of headings", "wisdom", ("REMARKS\n"):rep(much // 8),
		function(r)
			return #r.remarks == 0
		end },
	{ "a line of 256 kB", "wisdom", "REMARKS\n" .. ("# "):rep(much
		// 2) .. "\nm", function(r)
			return r.remarks[#r.remarks] == "m"
		end },
}

-- Comments in place of code, and comments that only look so.
for _, row in ipairs {
	{ "... rest of the code", true }, { "everything unchanged ..", true },
	{ "... as before", true }, { "... same as above", true },
	{ "... existing code ...", true }, { "(previous code...)", true },
	{ "TODO: load data here", true }, { "todo implement it", true },
	{ "your code here", true }, { "the rest of the rows", false },
	{ "wait ...", false }, { "the same as in 01/1.1", false },
} do
	cases[#cases + 1] = { "the comment '" .. row[1] .. "'", "whole",
		"```python\nimport a\n# " .. row[1] .. "\nprint('metric: 1')\n"
		.. "to_csv('submission.csv')\n```", row[2]
		and complains("leaves out code") or function(r)
			return r and r.code:find(row[1], 1, true)
		end }
end

-- A prompt: what hcc.context is told of the text after the context.
local function prompt_of(answers)
	local seen = {}
	local n = 0
	hcc.fit = function(r) return r.text end
	hcc.context = function(r)
		seen[#seen + 1] = r.behind
		return "CONTEXT"
	end
	hcc.ask = function(r)
		n = n + 1
		seen.messages = r.messages
		return { class = "ok", text = answers[n] }
	end
	talk.ask({ wisdom = {} }, "describe", function()
			return { rules = "", edits = "" }
		end,
		function(visible) return visible == "good" and {} or nil, "bad" end)
	return seen
end

-- All that follows the context must count in its budget: system text,
-- template, the answer that was sent back and the complaint.
local prompts = {
	{ "the first prompt counts system text and template", { "good" },
		function(seen)
			return #seen == 1 and #seen[1] == #seen.messages[1].content
				+ #seen.messages[2].content - #"CONTEXT" + 1
		end },
	{ "the second prompt counts the answer and the complaint too",
		{ "wrong" .. ("x"):rep(500), "good" }, function(seen)
			local m = seen.messages
			local all = #m[1].content + #m[2].content - #"CONTEXT"
				+ #m[3].content + #m[4].content
			return #seen == 2 and #m == 4 and #seen[2] == all + 3
		end },
}

-- What a plan is told of the state of the task: {name, input, words that the
-- prompt has, words that it has not}.
local state = { m = 3, q = 2, phase = 4, limit = 133.8, cores = 2, slots = 2,
	time_left = 9000, time_total = 20000, base = { id = "01/1.2",
	score = 0.5, code = "" } }
local told = {
	{ "two phases without a better solution", state,
		"The last 2 phases brought no better solution" },
	{ "how much is left of the budget, and what it is enough for", state,
		"Of the budget of 5 hours, more than 2 hours are left, enough for "
		.. "about 3 phases" },
	{ "the limit in two digits", state, "may take 130 seconds on 2 processor" },
	{ "the last phase", { m = 1, q = 1, phase = 4, time_left = 4000,
		time_total = 20000, base = { id = "03/1.1" } },
		"This is the last phase" },
	{ "not that it is the last when it is not", { m = 1, q = 1, phase = 4,
		time_left = 15000, time_total = 20000, base = { id = "03/1.1" } },
		"concrete suggestion", "last phase" },
	{ "one suggestion in the singular", { m = 1, q = 1, phase = 1,
		base = { id = "00/1.1" } }, "1 direction with 1 concrete suggestion",
		"suggestions" },
	{ "merging from phase 02 on", { phase = 2, base = { id = "01/1.1" },
		notes = { { results = { { id = "01/2.1", status = "ok",
		score = 1 } } } } }, '"merge": "01/2.1"' },
	{ "of no merging before", { phase = 1, base = { id = "00/1.1" } },
		'"measure"', '"merge"' },
	{ "nor of another run to start from", { phase = 1, base = { id =
		"00/1.1" }, results = { { id = "00/1.1", status = "ok" }, { id =
		"00/2.1", status = "failed" } } }, '"measure"', '"from"' },
	{ "of both where two drafts work", { phase = 1, base = { id = "00/2.1" },
		results = { { id = "00/1.1", status = "ok", score = 1 } } },
		'"from", such as "00/1.1"' },
}

local function is_told(case)
	local said = facts.shape(case[2]) .. facts.time(case[2])
		.. facts.moves(case[2])
	return said:find(case[3], 1, true) ~= nil and not (case[4]
		and said:find(case[4], 1, true)) and "" or said
end

local M = {}

-- Case number i: its name, and "" when it is good, else what came; nil
-- behind the last one. Each call has the time that a brain has.
function M.run(i)
	local case = cases[i] or prompts[i - #cases]
		or told[i - #cases - #prompts]
	if not case then
		return nil
	elseif i > #cases + #prompts then
		return { name = "a plan is told " .. case[1], got = is_told(case) }
	elseif i > #cases then
		local good = case[3](prompt_of(case[2]))
		return { name = "prompt: " .. case[1], got = good and "" or "no" }
	end
	local seen = text.visible(case[3])
	local r, why
	if case[2] == "whole" or case[2] == "online" then
		r, why = program.read(seen, python, {
			submission = "submission", online = case[2] == "online",
			failed = "failed('metric submission')\n",
			base = "base('metric submission')\n" })
	elseif case[2] == "timed" then
		r, why = program.read(seen, python, { submission = "submission",
			base = "run({\"time\": 30}, 'metric submission')\n" })
	elseif case[2] == "strike" then
		r, why = program.read(seen, python, { base = known_base,
			strikes = true })
	elseif case[2] == "change" then
		r, why = program.read(seen, python, {
			submission = "submission", failed = known_base })
	elseif case[2]:find("^own") then
		r, why = program.read(seen, python, { submission = "submission",
			cut = case[2] == "own cut", own = function(...)
				return skeleton.read({ task = { metric = "auc",
					id = "t", target = "y" } }, ...)
			end })
	elseif case[2] == "program" then
		r, why = program.read(seen, python, {})
	elseif case[2]:find("^plan") then
		r, why = plans.read(seen, { m = 3, q = 2,
			online = case[2] == "plan online" })
	elseif case[2] == "edits" then
		r, why = edits.apply(seen, project)
	elseif case[2] == "edit" then
		r, why = edits.apply(seen, { ["a.py"] = project["a.py"] })
	elseif case[2] == "paragraph" then
		r, why = answer.paragraph(seen, 250)
	elseif case[2] == "judgements" then
		r, why = notes.read(seen, 7)
	else
		r, why = remarks.read(seen)
	end
	local fine, good = pcall(case[4], r, why)
	return { name = case[2] .. ": " .. case[1], got = fine and good
		and "" or hcc.json_encode({ r or "nil", why or "", good }) }
end

return M
