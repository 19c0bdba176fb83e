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

-- The response_format of a role; nil where its answer is no JSON.
function M.format(role)
	return schemas[role] and { type = "json_schema",
		json_schema = { name = role, schema = schemas[role] } }
end

return M
