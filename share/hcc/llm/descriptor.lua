-- Descriptors: what a description of a task says that is not so. It finds
-- similar tasks for years, so a metric or a kind of problem of another task is
-- harm.

local M = {}

local metrics = { "accuracy", "auc", "f1", "log loss", "logloss", "mae", "mape",
	"mse", "ndcg", "precision", "r2", "recall", "rmse", "rmsle" }
local other = { classification = "regression", regression = "classification" }

local function names(low, words)
	return low:find("%f[%w]" .. words .. "%f[%W]") ~= nil
end

-- Why the text is not of this task, or nil. s: the view of the task.
function M.fault(s, said)
	local low, metric = said:lower(), s.metric or {}
	local known = table.concat({ s.task.description or "", s.preview_text or "",
		s.task.metric or "", metric.name or "", metric.title or "" },
		"\n"):lower()
	local wrong = other[(s.preview or {}).problem]
	if wrong and names(low, wrong) and not names(low, other[wrong])
	    and not names(known, wrong) then
		return "the task is no " .. wrong
	end
	for _, one in ipairs({ metric.name or s.task.metric, metric.title }) do
		if low:find(one:lower():gsub("_", " "), 1, true)
		    or low:find(one:lower(), 1, true) then
			return nil
		end
	end
	for _, name in ipairs(metrics) do
		if names(low, name) and not names(known, name) then
			return "its metric is not " .. name
		end
	end
	return nil
end

return M
