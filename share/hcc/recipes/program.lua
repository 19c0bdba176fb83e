-- Programs: a task and a recipe as JSON, and one call of hcc_recipes, which
-- every run finds (share/hcc/python).

local families = require "recipes.families"
local recipes = require "recipes.recipe"
local traits_of = require "recipes.traits"

local M = {}

-- The members of a recipe with the view that this task wants.
local function members_of(recipe, traits)
	local members = {}
	for i, member in ipairs(recipe.members or { recipe }) do
		local copy = recipes.copy(member)
		for key in pairs(families.program_keys) do
			copy[key] = nil
		end
		if traits.image then
			copy.view = families.picture_view(copy)
		end
		if traits.goal == "ordinal"
		    and families.models[copy.model].only == "classes" then
			copy.as = "classes"
		end
		members[i] = copy
	end
	return members
end

-- The recipe as the program runs it: nothing left to the task's traits.
local function whole(s, recipe, traits)
	local limit = 0.85 * (s.limit or 600)
	local out = { model = recipe.model }
	for key in pairs(families.program_keys) do
		out[key] = recipe[key]
	end
	out.folds = recipe.folds or traits.folds
	out.repeats = recipe.repeats or traits.repeats
	out.held_out = recipe.held_out or traits.held_out
	out.time = math.max(5, math.min(recipe.time or limit, limit))
	local members = members_of(recipe, traits)
	if recipe.members then
		out.members = members
	else
		for key, value in pairs(members[1]) do
			out[key] = value
		end
	end
	return out
end

-- What the program must know of the task.
local function facts(s, traits)
	local types = { text = {}, category = {} }
	for _, name in ipairs(recipes.sorted_keys(traits.types)) do
		table.insert(types[traits.types[name]], name)
	end
	local row = s.metric or {}
	return {
		formula = row.name ~= s.task.metric and row.name or nil,
		param = row.param,
		train = traits.train, test = traits.test,
		sample = traits.sample, id = traits.id,
		target = #traits.target > 0 and traits.target or nil,
		metric = s.task.metric, goal = s.task.goal,
		kind = traits.goal, seed = (s.seed or 0) % 1000000,
		split = type((s.preview or {}).folds) == "table"
		    and s.preview.folds.kind or nil,
		sets = traits.sets, groups = traits.groups,
		stand_ins = traits.stand_ins,
		pixels = traits.pixels, files = traits.files,
		drop = #traits.drop > 0 and traits.drop or nil,
		text = #types.text > 0 and types.text or nil,
		category = #types.category > 0 and types.category or nil,
	}
end

local function wrapped(text, width)
	local lines, line = {}, ""
	for word in text:gmatch("%S+") do
		if #line + #word + 1 > width then
			lines[#lines + 1], line = line, ""
		end
		line = line == "" and word or line .. " " .. word
	end
	lines[#lines + 1] = line
	return table.concat(lines, "\n")
end

-- An object, one member a line.
local function lines_of(object)
	local lines = {}
	for _, key in ipairs(recipes.sorted_keys(object)) do
		lines[#lines + 1] = recipes.encode(key) .. ": "
		    .. recipes.encode(object[key])
	end
	return "{" .. table.concat(lines, ",\n") .. "}"
end

local form = [[
"""%s.

%s
"""
import json

from hcc_recipes import run

TASK = json.loads(r"""
%s
""")
RECIPE = json.loads(r"""
%s
""")

run(TASK, RECIPE)
]]

-- What a program does, in words.
local function about(s)
	return wrapped(("Task " .. (s.task.id or "") .. ", metric "
		.. s.task.metric .. ": reads ./input, writes ./submission.csv "
		.. "and prints the score of rows that no model has seen.")
		:gsub('["\\]', "'"), 76)
end

-- Code for a checked recipe. title: what the header calls it.
function M.make(s, recipe, title)
	local traits = traits_of(s)
	local function plain(text)
		return (text:gsub('["\\]', "'"))
	end
	local block = recipes.block(whole(s, recipe, traits))
	return form:format(plain(title), about(s),
		lines_of(facts(s, traits)), block:match("```recipe\n(.*)\n```"))
end

local own = [[
"""A model and features of its own.

%s
"""
import json

from hcc_recipes import run_own

TASK = json.loads(r"""
%s
""")

%s

run_own(TASK, globals().get("model"), globals().get("features"))
]]

-- A program around functions model() and features(train, test), either of which
-- may be missing. Imports of the future stand first in a file or nowhere.
function M.own(s, code)
	code = code:gsub("from __future__[^\n]*\n", "")
	    :match("^%s*(.-)%s*$")
	return own:format(about(s), lines_of(facts(s, traits_of(s))), code)
end

local blend = [[
"""%s.

Blends the predictions that these runs have left in keep/, below ./base, by
weights that are chosen on other folds than those that judge them. No model is
trained.
"""
import json

from hcc_recipes import blend_kept

TASK = json.loads(r"""
%s
""")

blend_kept(TASK)
]]

-- A blend of what earlier runs have left.
function M.blend(s, title)
	return blend:format((title:gsub('["\\]', "'")),
		lines_of(facts(s, traits_of(s))))
end

return M
