-- brain_shapes.lua: answers of weak models, in shapes that nobody asked for:
-- each is read as what it says.
local cases = require "cases"
local notes = require "llm.notes"
local plans = require "llm.plans"
local program = require "llm.program"
local remarks = require "llm.remarks"

local is, join = cases.is, cases.join

-- Plans: directions, each with its suggestions' titles and texts.
local function plan(said)
	local r, why = plans.read(said, { m = 3, q = 2 })
	local list = {}
	for i, d in ipairs(r and r.directions or {}) do
		local texts = {}
		for k, s in ipairs(d.suggestions) do
			texts[k] = s.title .. ": " .. s.text
		end
		list[i] = d.title .. " (" .. table.concat(texts, "; ") .. ")"
	end
	return r and table.concat(list, " ") or why
end
local whole = "Cut (a: Use the cut 0.5.; b: Cut at 0.4 and 0.2.) "
	.. "Logit (c: Logistic regression, C=1.)"
is("a plan in tags", whole, plan, [[
<directions><direction title="Cut" why="w">
<suggestions><suggestion title="a">Use the cut 0.5.</suggestion>
<suggestion><title>b</title><text>Cut at 0.4 and 0.2.</text></suggestion>
</suggestions>
</direction><direction><title>Logit</title>
<suggestion title="c">Logistic regression, C=1.</suggestion></direction>
</directions>
]])
is("tags that are not closed are no plan", "it has no JSON object with a list "
	.. "\"directions\"", plan, ("<direction title=\"a\"><suggestion>b"
	.. "</suggestion>\n"):rep(1000))
is("a plan of labels", "Cut (Use the cut 0.5: Use the cut 0.5.; b - Cut at 0.4 "
	.. "and 0.2: b - Cut at 0.4 and 0.2.) Logit (Logistic regression, C=1: "
	.. "Logistic regression, C=1.)", plan, [[
Direction 1: Cut
Why: it is simple
Suggestion 1.1: Use the cut 0.5.
Suggestion 1.2: b - Cut at 0.4 and 0.2.

**Direction 2:** Logit
Suggestion 2.1: Logistic regression, C=1.
]])
is("judgements of a verdict whose claims are no texts are none", nil,
	function()
		return (notes.read('{"promising": [{"claim": {}}, {"claim": 1}]}'))
	end)
is("a plan in a table", whole, plan, [[
| Direction | Suggestion | Details |
|:--|---|---|
| Cut | a | Use the cut 0.5. |
| Cut | b | Cut at 0.4 and 0.2. |
| Logit | c | Logistic regression, C=1. |
]])
is("a plan of numbered members", whole, plan, '{"Direction 1": {"title": "Cut",'
	.. '"Suggestion 1": {"title": "a", "text": "Use the cut 0.5."},'
	.. '"Suggestion 2": {"title": "b", "text": "Cut at 0.4 and 0.2."}},'
	.. '"Direction 2": {"title": "Logit", "Suggestion 1": {"title": "c",'
	.. '"text": "Logistic regression, C=1."}}}')
is("a plan with the strings of Python", "Cut (a: Use the \"cut\" 0.5.)", plan,
	'plan = {"directions": [{"title": "Cut", "why": """w""", "suggestions":'
	.. '[{"title": "a", "text": """Use the "cut" 0.5."""},]},]}')
is("a plan with parameters for a text",
	'Logit (Logistic: Logistic: {"max_iter":10})', plan,
	'{"directions": [{"title": "Logit", "suggestions": [{"title": '
	.. '"Logistic", "parameters": {"max_iter": 10}}]}]}')
is("a plan with the quotes of HTML", "Cut (a: Use the cut 0.5.)", plan,
	('{"directions": [{"title": "Cut", "suggestions": [{"title": "a",'
	.. '"text": "Use the cut 0.5."}]}]}'):gsub('"', "&quot;"))
is("a plan of hypotheses and experiments", "A cut helps (a: Use the cut 0.5.)",
	plan, '{"hypotheses": [{"hypothesis": "A cut helps", "experiments": '
	.. '[{"name": "a", "action": "Use the cut 0.5."}]}]}')
is("a plan with its titles as names", "cut (a: Use the cut 0.5.; b: Cut at 0.4 "
	.. "and 0.2.) logit (c: Logistic regression, C=1.)", plan,
	'{"directions": {"Logit": {"suggestions": {"c": "Logistic regression, '
	.. 'C=1."}}, "Cut": {"why": "w", "suggestions": {"a": "Use the cut '
	.. '0.5.", "b": "Cut at 0.4 and 0.2."}}}}')
is("a suggestion of steps", "Cut (a: Read a.; Cut at 0.5.)", plan,
	'{"directions": [{"title": "Cut", "suggestions": [{"title": "a", '
	.. '"steps": ["Read a.", "Cut at 0.5."]}]}]}')
is("a table of something else is no plan", "it has no JSON object with a list "
	.. '"directions"', plan, "| a | b |\n|---|---|\n| 1 | 2 |\n")

-- Judgements: verdict, claim and what is cited.
local function judged(said)
	local r, why = notes.read(said, 1)
	local list = {}
	for i, j in ipairs(r and r.judgements or {}) do
		list[i] = j.verdict .. ": " .. j.claim .. " "
			.. table.concat(j.evidence, " ")
	end
	return r and table.concat(list, "; ") or why
end
local one = "promising: It reached 0.9. 01/1.1"
is("evidence as objects", one, judged, '{"judgements": [{"verdict": '
	.. '"promising", "claim": "It reached 0.9.", "evidence": [{"id": '
	.. '"01/1.1"}]}]}')
is("a claim that cites in its text", "promising: It reached 0.9 [01/1.1]. "
	.. "01/1.1", judged, '{"judgements": [{"verdict": "promising", "claim": '
	.. '"It reached 0.9 [01/1.1]."}]}')
is("judgements under their suggestions", one .. "; dead end: It failed. 01/1.2",
	judged, '{"01/1.2": {"verdict": "dead end", "claim": "It failed."}, '
	.. '"1.1": {"verdict": "promising", "claim": "It reached 0.9."}}')
is("judgements under their verdicts", one .. "; dead end: It failed. 01/1.2",
	judged, '{"promising": [{"claim": "It reached 0.9.", "evidence": '
	.. '["01/1.1"]}], "dead_ends": [{"claim": "It failed.", "evidence": '
	.. '"01/1.2"}], "rules": ["Keep 0.5 [01/1.1]."]}')
is("judgements in a table", one, judged, "| Suggestion | Verdict | Claim |\n"
	.. "|---|---|---|\n| 01/1.1 | promising | It reached 0.9. |\n")
is("a judgement that names its suggestion", one, judged, '{"judgements": [{'
	.. '"suggestion": "01/1.1", "verdict": "promising", "claim": '
	.. '"It reached 0.9."}]}')
is("lines with their evidence behind them", one .. "; dead end: It failed. "
	.. "01/1.2", judged, "- promising: It reached 0.9. (01/1.1)\n"
	.. "- dead end: It failed. (01/1.2)\n")
is("other names for a judgement", one, judged, '{"assessments": [{'
	.. '"assessment": "promising", "finding": "It reached 0.9.", '
	.. '"evidence": "01/1.1"}]}')
is("a verdict in a sentence", "dead end: It failed. 01/1.2", judged,
	'{"judgements": [{"verdict": "This is a dead end because it was far worse '
	.. 'than what it was built on", "claim": "It failed.", "evidence": '
	.. '["01/1.2"]}]}')
is("evidence with zeros too many", one, judged, '[{"verdict": "promising", '
	.. '"claim": "It reached 0.9.", "evidence": ["001/1.1"]}]')
is("the table of the results is no judgement", 'it has no JSON object with a '
	.. 'list "judgements"', judged, "| suggestion | status | score |\n"
	.. "|---|---|---|\n| 01/1.1 | ok | 0.9 |\n")

-- Remarks and tags.
local function taught(said)
	local r, why = remarks.read(said)
	return r and table.concat(r.remarks, "|") .. " " .. join(r.tags) or why
end
local what = "The cut reached 0.9 [00/1.1]. toy table"
is("remarks behind their label", what, taught,
	"Remarks: The cut reached 0.9 [00/1.1].\nTags: toy, table")
is("numbered remarks with titles", "Cut: The cut reached 0.9 [00/1.1]. ",
	taught, "### Remarks\n1. **Cut**: The cut reached 0.9 [00/1.1].\n")
is("remarks as objects", what, taught, '{"remarks": [{"text": "The cut reached '
	.. '0.9 [00/1.1]."}], "tags": "toy, table"}')
is("remarks in YAML", what, taught, "remarks:\n  - The cut reached "
	.. "0.9 [00/1.1].\ntags: [toy, table]\n")

is("remarks between dashes", what, taught, "--- REMARKS ---\nThe cut reached "
	.. "0.9 [00/1.1].\n--- TAGS ---\ntoy table\n")
is("other headings", what, taught, "## Lessons learned\n- The cut reached 0.9 "
	.. "[00/1.1].\n\n## Keywords\ntoy table\n")

-- Programs.
local function code(said)
	local r, why = program.read(said, { python = true, py = true },
		{ submission = "submission" })
	return r and r.code or why
end
local main = "print('metric', load('submission'))\n"
is("functions in one block, what calls them in another",
	"import os\ndef load(x):\n    return x\nimport os\n" .. main, code,
	"```python\nimport os\ndef load(x):\n    return x\n```\nthen\n```python\n"
	.. "import os\n" .. main .. "```\n")
is("a second try that does without the first", "import os\n" .. main, code,
	"```python\nimport os\ndef other(x):\n    return x\n```\nbetter:\n"
	.. "```python\nimport os\n" .. main .. "```\n")
is("a snippet that only calls what the program calls", "import os\n" .. main,
	code, "```python\ndef other(x):\n    return load(x)\n```\nbetter:\n"
	.. "```python\nimport os\n" .. main .. "```\n")
is("a program in tags of its own", "import os\n" .. main, code,
	"<answer>\nimport os\n" .. main .. "</answer>")
is("words behind a program, in its block", "import os\n" .. main
	.. "# The end.\n", code, "```python\nimport os\n" .. main
	.. "# The end.\nThis program reads the data.\n\nIt uses a cut.\n```")
is("a program that a shell would write into a file", "import os\n" .. main,
	code, "```bash\ncat > solution.py << 'EOF'\nimport os\n" .. main
	.. "EOF\npython solution.py\n```")
is("a line of capitals ends no other mark", "X = 1\nX\nimport os\n" .. main,
	code, "```bash\ncat > solution.py << 'EOF'\nX = 1\nX\nimport os\n"
	.. main .. "EOF\n```")
is("a program with breaks of HTML", "import os\n" .. main, code,
	"<code>import os<br>\n" .. main:gsub("\n", "<br/>\n") .. "</code>")
is("a program in the quotes of Python", "import os\n" .. main, code,
	'\"\"\"\nimport os\n' .. main .. '\"\"\"\n')
is("numbers in front of the lines", "import os\nif x:\n    y()\n" .. main, code,
	"```python\n1: import os\n2: if x:\n3:     y()\n4: " .. main .. "```")
is("the language in the first line of a block", "import os\n" .. main, code,
	"```\npython\nimport os\n" .. main .. "```")

return cases
