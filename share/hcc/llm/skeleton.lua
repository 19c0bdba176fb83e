-- The skeleton: an answer with a model alone, and the program around it.
--
-- An answer in this form has the functions model() and features(train, test),
-- or one of them, or a recipe as JSON. Reading, folds, the metric, seeds and
-- the submission are those of hcc_recipes (own.py), so that twenty lines are a
-- whole program. It is read wherever it works, and asked for where little fits.

local families = require "recipes.families"
local memory = require "recipes.memory"
local recipes = require "recipes.recipe"
local recipe_program = require "recipes.program"
local talk = require "llm.talk"
local text = require "llm.text"
local typed = require "llm.typed"
local traits_of = require "recipes.traits"

local M = {}

-- Can a program of this task be made so: Python, with tables to learn from?
function M.fits(s)
	local preview = s.preview or {}
	return not s.task.command and (s.task.language or "python") == "python"
		and preview.train ~= nil and #traits_of(s).target > 0
end

-- Does a task have what the offline brain is made for: tables and Python, or a
-- program with constants?
function M.has_recipes(s)
	return s.task.command ~= nil or M.fits(s)
end

-- An answer without a fence, from its first line of code on.
local function unfenced(visible)
	local from = ("\n" .. visible):find("\nimport ") or ("\n" .. visible):find(
		"\nfrom [%w_.]+ import ") or ("\n" .. visible):find("\ndef ")
	return from and text.trim(visible:sub(from)) .. "\n" or ""
end

-- The Python of an answer that has a model or features and is no whole program;
-- nil when it has none.
local function functions_of(visible, names)
	local parts, closed = {}, true
	for _, block in ipairs((text.blocks(visible))) do
		if names[block.lang] or block.lang == "" then
			parts[#parts + 1] = block.text
			closed = closed and block.closed
		end
	end
	local code = typed.typed(#parts > 0 and table.concat(parts, "\n")
		or unfenced(visible))
	local head = "\n" .. code
	if not head:find("\ndef model%s*%(") and not head:find("\nmodel%s*=")
	    and not head:find("\ndef features%s*%(")
	    or code:find("submission", 1, true)
	    or code:find("metric:", 1, true) then
		return nil
	end
	return code, closed
end

-- The recipe of an answer, nil when it has none; or nil and what is wrong.
local function recipe_of(visible)
	local value = text.values(visible, function(v)
		return type(v.model) == "string" and "all"
	end)[1]
	if not value then
		return nil
	end
	local fine, recipe = pcall(recipes.check, value)
	if fine then
		return recipe
	end
	return nil, tostring(recipe)
end

-- The program that an answer in this form makes, with its text; nil when it has
-- another form; or nil and what is wrong. `cut`: the answer was cut off.
function M.read(s, visible, names, cut)
	local code, closed = functions_of(visible, names)
	if code and not closed and cut then
		return nil, "the code block is cut off before its end"
	elseif code then
		return recipe_program.own(s, code), "Its own model and features."
	elseif visible:find("submission", 1, true) then
		return nil
	end
	local recipe, why = recipe_of(visible)
	return recipe and recipe_program.make(s, recipe, recipe.model) or nil,
		recipe and "A recipe." or why
end

-- The families of recipes that suit the task, each with its parameters.
local function list_of_families(s)
	local lines, traits = {}, traits_of(s)
	for _, name in ipairs(recipes.sorted_keys(families.models)) do
		local keys = recipes.sorted_keys(families.models[name].parameters)
		if #keys > 0 and memory.fits(traits, { model = name }) then
			lines[#lines + 1] = name .. " ("
				.. table.concat(keys, ", ") .. ")"
		end
	end
	return table.concat(lines, "; ")
end

-- What a prompt says of the form; "" where it is not asked for. It is, whatever
-- the size, with s.skeleton, or where the program to build on is a recipe: who
-- changes that has to know the others.
function M.form(s, fit)
	local known = s.base and s.base.code or ""
	if not M.fits(s) or not s.skeleton and not talk.is_small(fit)
	    and not known:find("from hcc_recipes import run\n", 1, true) then
		return ""
	end
	return "\n" .. talk.fill("skeleton", { families = list_of_families(s) })
end

return M
