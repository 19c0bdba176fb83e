-- Schemas: what a server that can constrain its answers is told of a form, as
-- `response_format` of the chat completions; a server that refuses it is asked
-- again without.

local M = {}

local text = { type = "string" }

local function list(items)
	return { type = "array", items = items }
end

local function object(properties, required)
	return { type = "object", properties = properties, required = required }
end

local schemas = {
	plan = object({ directions = list(object({
		title = text, why = text, from = text,
		suggestions = list(object({ title = text, text = text,
			measure = { type = "boolean" }, merge = text },
			{ "title", "text" })),
	}, { "title", "why", "suggestions" })) }, { "directions" }),
	judge = object({
		judgements = list(object({
			verdict = { type = "string", enum = { "promising",
				"dead end", "inconclusive" } },
			claim = text, evidence = list(text),
		}, { "verdict", "claim", "evidence" })),
		rules = list(text), next = list(text),
	}, { "judgements", "rules", "next" }),
}

-- The response_format of a role, and of another whose answer is in the same
-- object, or nil; nil where the answer is no JSON.
function M.format(role, also)
	local schema = schemas[role]
	if schema and schemas[also] then
		local properties = {}
		for _, one in ipairs({ schema, schemas[also] }) do
			for name, value in pairs(one.properties) do
				properties[name] = value
			end
		end
		schema = object(properties, schema.required)
	end
	return schema and { type = "json_schema",
		json_schema = { name = role, schema = schema } }
end

return M
