-- The hybrid brain: recipes, with a language model beside them.
--
-- For models that are too weak to lead: the offline brain describes, drafts,
-- judges and distils; of each plan one direction is the model's, the rest are
-- recipes. A suggestion that is a recipe needs no model; the others are written
-- and repaired by it. What the model cannot do costs no more than its share.

local llm = require "brain.llm"
local offline = require "brain.offline"

local brain = { describe = offline.describe, draft = offline.draft,
	judge = offline.judge, distil = offline.distil }

-- The input with one member changed.
local function with(s, key, value)
	local copy = {}
	for name, one in pairs(s) do
		copy[name] = one
	end
	copy[key] = value
	return copy
end

-- A weak model is asked for its model and its features, not for a program; one
-- that it edits stands whole in front of it.
function brain.improve(s, suggestion)
	return llm.improve(with(s, "skeleton", true), suggestion)
end

function brain.debug(s, suggestion, failure)
	return llm.debug(with(s, "skeleton", true), suggestion, failure)
end

function brain.plan(s)
	local plan = offline.plan(with(s, "m", s.exhausted and s.m
		or math.max(1, s.m - 1)))
	if s.exhausted then
		return plan
	end
	local model = llm.plan(with(s, "m", 1))
	for _, direction in ipairs(model.brain and {} or model.directions) do
		table.insert(plan.directions, direction)
	end
	return plan
end

return brain
