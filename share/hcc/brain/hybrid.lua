-- The hybrid brain: recipes, with a language model beside them.
--
-- For models that are too weak to lead: the offline brain describes, drafts,
-- judges and distils; of each plan one direction is the model's, the rest are
-- recipes. A suggestion that is a recipe needs no model; the others are written
-- and repaired by it. What the model cannot do costs no more than its share.

local llm = require "brain.llm"
local offline = require "brain.offline"

local brain = { describe = offline.describe, draft = offline.draft,
	judge = offline.judge, distil = offline.distil,
	improve = llm.improve, debug = llm.debug }

-- A copy of the input for a plan of m directions.
local function input(s, m)
	local copy = {}
	for key, value in pairs(s) do
		copy[key] = value
	end
	copy.m = m
	return copy
end

function brain.plan(s)
	local plan = offline.plan(input(s, s.exhausted and s.m
		or math.max(1, s.m - 1)))
	if s.exhausted then
		return plan
	end
	local model = llm.plan(input(s, 1))
	for _, direction in ipairs(model.brain and {} or model.directions) do
		table.insert(plan.directions, direction)
	end
	return plan
end

return brain
