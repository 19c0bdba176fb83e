-- Notes: what an answer says that a phase showed: judgements with what they
-- cite, rules, next steps.

local answer = require "llm.answer"
local filler = require "llm.filler"
local members = require "llm.members"
local outline = require "llm.outline"
local plans = require "llm.plans"
local text = require "llm.text"

local M = {}

local line_of = members.line_of
local list_of = members.list_of
local member = members.member
local lines_of = members.lines_of
local is_echo = members.is_echo

-- Verdicts by the words that stand for them.
local verdicts = { { "dead end", "dead", "avoid", "negative", "harmful",
	"worse", "fail" }, { "inconclusive", "inconclusive", "unclear", "mixed",
	"open", "neutral" }, { "promising", "promising", "potential",
	"positive", "better", "improve" } }

local function verdict_of(value)
	local low = type(value) == "string" and value:lower() or ""
	local name, n = nil, 0
	for _, words in ipairs(verdicts) do
		if low:find("%f[%a]" .. words[1] .. "%f[%A]") then
			name, n = words[1], n + 1
		end
	end
	if n == 1 and not low:find("%f[%a]not%f[%A]") then
		return name
	elseif #low > 40 or low:find("|", 1, true) then
		return nil
	end
	low = low:gsub("%f[%a]not?%s+a?n?%s*%a+", "")
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
-- What has not the form of one is no evidence; "1/1.1" lacks a zero, "001/1.1"
-- has one too many, and "1.1" is of the phase that is judged ("0.95" is a
-- score).
local function evidence(value, phase)
	local list, seen = {}, {}
	for _, one in ipairs(lines_of(value, 50, 200)) do
		for ref in one:gmatch("[^%s,%[%]]+") do
			ref = ref:gsub("^[(#]+", ""):gsub("[:.);]+$", "")
				:gsub("^%d/", "0%0"):gsub("^0+(%d%d/)", "%1")
			if phase and ref:find("^[1-9]%d*%.[1-9]%d*$") then
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

local in_claim = { "claim", "statement", "finding", "conclusion" }
local in_judgement = { "claim", "judgement", "judgment", "statement", "finding",
	"conclusion" }
local in_evidence = { "evidence", "references", "refs", "suggestion", "id" }

local function judgement(value, phase)
	if type(value) ~= "table" then
		return nil, "is no object"
	end
	local word = member(value, { "verdict", "assessment" })
	local others = in_judgement
	if not word and verdict_of(value.judgement or value.judgment)
	    and member(value, in_claim) then
		word, others = value.judgement or value.judgment, in_claim
	end
	local claim = line_of(member(value, others), 500)
	local verdict = verdict_of(word)
	if claim and is_echo(claim, hcc.read("prompts/form_judge.md")) then
		return nil, "repeats the example of the form: judge the "
			.. "results above"
	elseif not claim or not word then
		return nil, "needs a \"claim\" and a \"verdict\" (promising, "
			.. "dead end, inconclusive)"
	elseif not verdict then
		return nil, string.format("has the verdict '%s': it is promising, "
			.. "dead end or inconclusive",
			line_of(word, 60) or "")
	elseif filler.is(claim) then
		return nil, "says nothing of the results"
	end
	local refs = evidence(member(value, in_evidence), phase)
	if #refs == 0 then
		refs = evidence(claim:match("%b[]"), phase)
	end
	if #refs == 0 then
		refs = evidence(claim)
	end
	if #refs == 0 then
		return nil, "cites no \"evidence\""
	end
	return { verdict = verdict, claim = claim, evidence = refs }
end

-- Rules and next steps, without those that copy the prompt or, with `s`, ask
-- for what cannot be had.
local function advice(value, s)
	local list = {}
	for _, line in ipairs(lines_of(value, 20, 500)) do
		local prompt = hcc.read("prompts/judge.md")
			.. hcc.read("prompts/system.md")
			.. hcc.read("prompts/form_judge.md")
		if not filler.is(line) and not is_echo(line, prompt)
		    and not prompt:find('"' .. line .. '"', 1, true)
		    and not (s and plans.out_of_reach(line, line, s)) then
			list[#list + 1] = line
		end
	end
	return list
end

local in_judgements = { "judgements", "judgments", "judgement", "judgment",
	"assessments" }

-- Judgements under the verdict or the suggestion that they are of, or nil.
local function keyed(v)
	local list = {}
	for key, value in pairs(v) do
		local verdict = type(key) == "string" and verdict_of(key)
		local id = type(key) == "string" and key:match("^[%d/]*%d+%.%d+$")
		for _, one in ipairs((verdict or id) and list_of(value) or {}) do
			if type(one) == "table" and type(one.claim) == "string" then
				list[#list + 1] = { claim = one.claim,
					verdict = one.verdict or verdict,
					evidence = one.evidence or id }
			end
		end
	end
	table.sort(list, function(a, b)
		return tostring(a.verdict) .. a.claim
			> tostring(b.verdict) .. b.claim
	end)
	return #list > 0 and list or nil
end

-- The judgements that a value holds, or nil: one is an object with a claim.
local function judgements_of(v)
	local list = member(v, in_judgements)
	if type(list) == "table" then
		return list_of(list)
	elseif v.claim ~= nil then
		return { v }
	end
	list = list_of(v)
	return type(list[1]) == "table" and list[1].claim ~= nil and list
		or keyed(v)
end

-- {"judgements": [{verdict, claim, evidence}], "rules": [..], "next": [..]}.
-- `phase`: the one that is judged; `s`: online and preview, as for plans.
function M.read(said, phase, s)
	local values = text.values(said, function(v)
		return judgements_of(v) and (v.claim and "part" or "all")
	end)
	local value = values[1] or outline.judgements(said)
	local list = value and (value.claim and values or judgements_of(value))
	if not list then
		return nil, answer.nothing(said, "JSON object with a list "
			.. "\"judgements\"")
	end
	local out = { judgements = {}, rules = advice(value.rules),
		next = advice(value.next, s) }
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

return M
