-- Descriptors: what a description of a task says that is not so. It finds
-- similar tasks for years, so a metric or a kind of problem of another task is
-- harm.

local M = {}

-- Not precision and recall, of which others are made.
local metrics = { "accuracy", "auc", "f1", "logloss", "mae", "mape", "mse",
	"ndcg", "r2", "rmse", "rmsle" }
local other = { classification = "regression", regression = "classification" }

local function names(low, words)
	return low:find("%f[%w]" .. words .. "%f[%W]") ~= nil
end

-- A text with one way to write what has several: "log_loss", "Log-loss".
-- Logistic regression is of classes.
local function plain(said)
	return (said:lower():gsub("[_-]", " "):gsub("log loss", "logloss")
		:gsub("logistic regression", ""):gsub("pr auc", "")
		:gsub("error rate", "error rate, accuracy"))
end

-- Why the text is not of this task, or nil. s: the view of the task.
function M.fault(s, said)
	local low, metric = plain(said), s.metric or {}
	local own = plain(table.concat({ metric.name or s.task.metric or "",
		metric.title or "" }, "\n"))
	local known = own .. plain("\n" .. (s.task.description or "") .. "\n"
		.. (s.preview_text or ""))
	local wrong = other[(s.preview or {}).problem]
	if wrong and names(low, wrong) and not names(low, other[wrong])
	    and not names(known, wrong) then
		return "the task is no " .. wrong
	end
	for part in own:gmatch("[^\n]+") do
		if low:find(part, 1, true) then
			return nil
		end
	end
	-- Others may say how that of the task is computed.
	local fault
	for _, name in ipairs(metrics) do
		if names(low, name) and names(own, name) then
			return nil
		elseif names(low, name) and not names(known, name) then
			fault = fault or "its metric is not " .. name
		end
	end
	return fault
end

return M
