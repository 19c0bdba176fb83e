-- The hybrid brain: recipes, with a language model beside them.
--
-- For models that are too weak to lead: the offline brain describes, drafts,
-- judges and distils; of each plan one direction is the model's, the rest are
-- recipes. A suggestion that is a recipe needs no model; the others are written
-- and repaired by it. What the model cannot do costs no more than its share.

local lead = require "llm.lead"
local llm = require "brain.llm"
local offline = require "brain.offline"
local skeleton = require "llm.skeleton"

-- It may wait for its model, but not for several drafts of it (hcc-brain(5)).
local brain = { waits = true, samples = false, describe = offline.describe,
	judge = offline.judge, distil = offline.distil }

-- A task without recipes is the model's, weak as it is.
local has_recipes = skeleton.has_recipes

-- What a person wrote into the draft's plan is for the model to carry out.
function brain.draft(s, planned)
	if has_recipes(s) and (not planned
	    or offline.says_nothing(planned.text)
	    or lead.is_recipe(planned)) then
		return offline.draft(s, planned)
	end
	return llm.draft(s, planned)
end

-- A weak model is asked for its model and its features, not for a program; one
-- that it edits stands whole in front of it.
function brain.improve(s, suggestion)
	return llm.improve(lead.with(s, "skeleton", true), suggestion)
end

function brain.debug(s, suggestion, failure)
	return llm.debug(lead.with(s, "skeleton", true), suggestion, failure)
end

function brain.plan(s)
	if not has_recipes(s) then
		return llm.plan(s)
	end
	return lead.beside(s, offline.plan, llm.plan_alone)
end

return brain
