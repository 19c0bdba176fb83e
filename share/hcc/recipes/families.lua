-- The model families: python/hcc_recipes/families.json, the one table that
-- this brain and its programs read.
--
-- A parameter is { type, default, low, high, values, scale, steps, sweep,
-- costs }; hcc_recipes/parameters.py says what these mean. To add a family: an
-- entry there, a fit_NAME in hcc_recipes/models, a place in library.lua.

local table_ = hcc.json_decode(hcc.read("python/hcc_recipes/families.json"))

local families = {
	models = table_.families,	-- by name: title, view, views, only,
					-- nicknames, parameters
	view_keys = table_.views,	-- parameters of what a member reads
	program_keys = table_.program,	-- of the whole program
	member_keys = table_.member,	-- of every member
	aliases = table_.aliases,	-- names that other libraries give
}

-- The view on which a member learns.
function families.view_of(member)
	return member.view or families.models[member.model].view
end

-- Views that see pictures.
families.of_pictures = { pixels = true, picture = true }

-- The view on which a member learns where rows are pictures.
function families.picture_view(member)
	local view = families.view_of(member)
	return (member.view or families.of_pictures[view]) and view or "pixels"
end

-- The rule of a member's parameter, nil when it has none of this name.
function families.rule(member, name)
	local view = families.view_keys[families.view_of(member)]
	return families.models[member.model].parameters[name]
	    or view and view[name] or families.member_keys[name]
end

return families
