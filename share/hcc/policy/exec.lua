-- exec.lua: how suggestions are run, and which result is adopted.

-- Is a result that of a recipe with members, or of hcc-exec -B?
local function is_blend(result)
	local text = result.text or ""
	local recipe = text:match("```recipe%s(.-)```") or ""
	return recipe:find('"members"', 1, true) ~= nil
	    or text:find("^A blend of earlier runs") ~= nil
end

return {
	-- name and default, type, range, meaning; see hcc-policy(5)
	knobs = {
		{ tries = 3, is = "count", least = 1, most = 20,
			text = "attempts of a suggestion: the first and its repairs" },
		{ slots = 0, is = "count", least = 0, most = 1024,
			text = "runs at once; 0: one for each processor core" },
		{ warm = 3, is = "count", least = 0, most = 1000000,
			text = "runs of a phase from which a fork server pays; 0: never" },
		{ asks = 0, is = "count", least = 0, most = 1024,
			text = "directions that ask their brain side by side; 0: all" },
		{ ahead = 1, is = "count", least = 0, most = 16,
			text = "programs of a direction that a model writes while one runs" },
		{ watch = false, is = "boolean",
			text = "ask the model again before a run that others have overtaken" },
		{ cores = 0, is = "count", least = 0, most = 1024,
			text = "cores of a run; 0: those of the machine, shared; a job: 1" },
		{ memory = 0, is = "bytes", least = 0,
			text = "limit of a run; 0: four fifths of what is free, shared" },
		{ output = "64M", is = "bytes", least = 1,
			text = "limit of the log of a run" },
		{ disk = "8G", is = "bytes", least = 1,
			text = "limit of the directory of an attempt" },
		{ processes = 256, is = "count", least = 1,
			text = "limit of the processes of a run" },
		{ grace = 2, is = "seconds", least = 0, most = 3600,
			text = "time from SIGTERM to SIGKILL" },
		{ shortest = 15, is = "seconds", least = 1,
			text = "shortest time limit of a run" },
		{ longest = 4 * 3600, is = "seconds", least = 1,
			text = "longest time limit of a run" },
		{ base_times = 1.5, is = "number", least = 0,
			text = "time limit of a run, at least, in times of its base's" },
		{ least_time = 2, is = "seconds", least = 0,
			text = "a run that would have less time is not begun" },
		{ least_share = 0.5, is = "number", least = 0,
			text = "nor one that would have less than this share of its base's" },
		{ timeouts = 1, is = "count", least = 0, most = 20,
			text = "repairs of a suggestion whose runs are out of time" },
		{ smoke_time = 30, is = "seconds", least = 0, most = 3600,
			text = "limit of a run on a sample before the run itself; 0: none" },
		{ smoke_times = 10, is = "number", least = 1,
			text = "it is made where the run may take so many times as long" },
		{ smoke_rows = 2000, is = "count", least = 1,
			text = "training rows of the sample" },
		{ start = 3, is = "seconds", least = 0,
			text = "that a program takes to start, whatever the rows" },
		{ forecast_doubt = 2, is = "number", least = 1,
			text = "a run is begun that is forecast to take so many times its limit" },
		{ phase_share = 0.4, is = "number", least = 0, most = 1,
			text = "share of the time left that one phase may take" },
		{ finish_below = 0.2, is = "number", least = 0, most = 1,
			text = "share of the budget below which one phase takes the rest" },
		{ audit = 0.2, is = "number", least = 0, most = 0.9,
			text = "share of the training rows that audits ask about; 0: none" },
		{ audit_share = 0.1, is = "number", least = 0, most = 1,
			text = "share of the time left that an audit may take" },
		{ suspect_share = 0.5, is = "number", least = 0, most = 1,
			text = "the same of a leap; without it what is too good does not count" },
		{ doubt = 4, is = "number", least = 0,
			text = "a claim may be better than its audit by so many deviations of folds" },
		{ doubt_share = 0.05, is = "number", least = 0,
			text = "without folds, by this share of the score" },
		{ jump = 0.1, is = "number", least = 0, most = 1,
			text = "too good: what is left of the way to the best score, of the base's" },
		{ noise_runs = 2, is = "count", least = 0, most = 16,
			text = "runs of an adopted solution with other seeds, if it has no folds" },
		{ noise_share = 0.04, is = "number", least = 0, most = 1,
			text = "share of the time left that these runs may take" },
		{ margin = 0.25, is = "number", least = 0,
			text = "gain needed for adoption, in standard errors of the change" },
		{ blend_margin = -0.5, is = "number",
			text = "the same for a blend over a model; below 0: it may be worse" },
		{ idle = 300, is = "seconds", least = 0,
			text = "a run that does nothing for so long is ended; 0: never" },
		{ nan_lines = 3, is = "count", least = 0,
			text = "a run whose loss is NaN in so many lines is ended; 0: never" },
		{ curve_points = 8, is = "count", least = 0, most = 64,
			text = "metrics from which it is judged to win or not; 0: never" },
	},

	-- The time limit of each run of a phase, in seconds. s: phase, rounds (how
	-- many runs follow each other), time_left, time_total (seconds; nil: no
	-- limit), base (seconds of the solution that is built on, or nil), drafts
	-- (that may still fail, this one included; nil: it is none).
	limit = function(self, s)
		if not s.time_left then
			return self.longest
		end
		local share = self.phase_share
		if s.time_total and s.time_left < self.finish_below * s.time_total then
			share = 0.9
		end
		if s.phase == 0 then
			-- The last draft and its repair may have all that is left.
			share = math.max(0.25,
				1 / (1 + self.timeouts) / (s.drafts or math.huge))
		end
		local limit = s.time_left * share / math.max(1, s.rounds)
		-- What is built on a solution needs its time; there are fewer then.
		local need = self.base_times * (s.base or 0)
		limit = math.max(limit, math.min(need, s.time_left * share))
		limit = math.max(self.shortest, math.min(self.longest, limit))
		return math.min(limit, math.max(1, s.time_left))
	end,

	-- The time limit of the next attempt of a suggestion, when it begins, in
	-- seconds; nil: it is not begun. s: limit (that of the phase), left
	-- (seconds of the budget less what is kept for the end; nil: no limit),
	-- base (seconds of the solution that is built on, or nil), timeouts (how
	-- many attempts of it ran out of time), forecast (how long it will take,
	-- or nil). What is built on a solution needs the time of that; so does what
	-- is forecast to take longer than others.
	begin = function(self, s)
		local left, base = s.left or math.huge, s.base or 0
		local need = self.base_times * math.max(base, s.forecast or 0)
		local limit = math.min(left, math.max(s.limit,
			math.min(self.longest, need)))
		local least = math.max(self.least_time,
			math.min(s.limit, self.least_share * base))
		if limit < least or s.timeouts > self.timeouts
			or (s.forecast or 0) > self.forecast_doubt * limit then
			return nil
		end
		return limit
	end,

	-- The time limit of a smoke run, on a sample of the training rows and with
	-- HCC_SMOKE=1, before the run itself; nil: none is made. s: limit (of the
	-- run), base (seconds of the solution that is built on, or nil), model (has
	-- a model written the program?). It pays where a failure costs more: it
	-- comes in seconds mostly, and what a recipe makes seldom fails.
	smoke = function(self, s)
		if self.smoke_time == 0 or not s.model
			or s.limit < self.smoke_times * self.smoke_time
			or s.base and s.base < 2 * self.smoke_time then
			return nil
		end
		return self.smoke_time
	end,

	-- How long a run will take, in seconds; nil: not known. s: smoke (seconds
	-- that its smoke run took), share (of the rows that this had; nil: all),
	-- base, base_smoke (the same of the solution that is built on, or nil).
	forecast = function(self, s)
		if s.base and s.base_smoke then
			return s.base * s.smoke / s.base_smoke
		elseif s.share then
			-- Some seconds go to the start, whatever the rows.
			return s.smoke + math.max(0, s.smoke - self.start)
				* (1 / s.share - 1)
		end
		return nil
	end,

	-- Does a valid result become the best? result and base (nil: there is no
	-- best yet): as in result.json, without scores measured on an exam.
	-- s: goal ("minimize", "maximize"), error (the standard error of the
	-- difference of the two scores, from folds or runs on other seeds, or
	-- nil). Returns true or false.
	adopt = function(self, result, base, s)
		if base == nil then
			return true
		end
		-- What depends on suspect columns is replaced by what does not.
		if base.control and base.cause and not result.cause then
			return true
		end
		local gain = result.score - base.score
		if s.goal == "minimize" then
			gain = -gain
		end
		-- On new rows a blend does better than a model with the same
		-- score; but it is to be another answer.
		local margin = self.margin
		if is_blend(result) and not is_blend(base) then
			if math.abs(gain) <= 1e-6 * math.abs(base.score) then
				return false
			end
			margin = self.blend_margin
		elseif is_blend(base) and not is_blend(result) then
			margin = math.max(margin, -self.blend_margin)
		end
		return gain > margin * (s.error or 0)
	end,

	-- Is a result too good to be true? As above; s: perfect (the best score
	-- there can be, or nil), worst (likewise). Returns nil, or why: it is
	-- told, and where preview.md names suspects run once without these columns.
	-- Those that it calls changed are controlled whatever the score is. A base
	-- that a limit ended, or that is no nearer to perfect than to the worst,
	-- as an AUC of chance is, is none to compare with.
	too_good = function(self, result, base, s)
		if not s.perfect then
			return nil
		end
		local gap = math.abs(result.score - s.perfect)
		local range = s.worst and math.abs(s.worst - s.perfect)
		-- Nothing is left behind by beating a constant answer.
		if base and (base.limit or range
			and math.abs(base.score - s.perfect) >= range / 2) then
			base = nil
		end
		if gap == 0 or range and gap < 0.001 * range then
			return string.format("score %.6g is perfect", result.score)
		elseif base and gap < self.jump * math.abs(base.score - s.perfect) then
			return string.format("score %.6g leaves all others behind",
				result.score)
		end
		return nil
	end,

	-- Is a claim borne out by its audit, that is by what was measured on
	-- training rows that the program had not seen? result and base (the best;
	-- nil: there is none): as in result.json, result with audited, base
	-- perhaps. s: goal. Returns nil, or why it is not: what was audited counts
	-- then.
	doubts = function(self, result, base, s)
		local sign = s.goal == "minimize" and -1 or 1
		local claimed, audited = result.claimed, result.audited
		if result.control and
			sign * (audited - result.control) > self.doubt_share
			* math.max(math.abs(audited), math.abs(result.control)) then
			return string.format("measured %.6g, but %.6g without the columns "
				.. "that preview.md suspects", audited, result.control)
		end
		if result.measured then		-- on rows held out: no claim
			return nil
		end
		local excess = sign * (claimed - audited)
		-- These rows may be harder than others, for any program.
		if base and base.audited and not base.cause then
			excess = excess
				- math.max(0, sign * (base.claimed - base.audited))
		end
		local least = self.doubt_share
			* math.max(math.abs(claimed), math.abs(audited))
		local allowed, folds = least, result.folds
		if folds and #folds > 1 then
			local mean, square = 0, 0
			for i, fold in ipairs(folds) do
				local step = fold - mean
				mean = mean + step / i
				square = square + step * (fold - mean)
			end
			allowed = math.max(least / 5, self.doubt
				* math.sqrt(square / (#folds - 1) * (1 + 1 / #folds)))
		end
		if excess > allowed then
			return string.format("claims %.6g, but %.6g was measured on "
				.. "training rows that it had not seen", claimed, audited)
		end
		return nil
	end,

	-- Should a running program be ended, because it cannot win any more?
	-- Asked every five seconds. run: id, seconds, limit, cpu (seconds of
	-- processor time), idle (seconds without output and processor time),
	-- log_bytes, tail (the end of the log), claimed (the last metric printed so
	-- far, or nil), curve (a list of {seconds, value} of it), best (score of
	-- the best solution, or nil), goal. Returns a reason (a string) to end it,
	-- or nil.
	hopeless = function(self, run)
		if self.idle > 0 and (run.idle or 0) >= self.idle then
			return string.format("no output and no processor time for "
				.. "%.0f s", run.idle)
		end
		-- The last lines that tell a loss or a score: are they all NaN?
		local nan = 0
		for line in (run.tail or ""):lower():gmatch("[^\n\r]+") do
			local value = line:match("loss[%a%d_]*[%s:='\"]+([%a%d%.+-]+)")
				or line:match("metric[%s:='\"]+([%a%d%.+-]+)")
			if value then
				nan = value:find("^[+-]?nan") and nan + 1 or 0
			end
		end
		if self.nan_lines > 0 and nan >= self.nan_lines then
			return "its loss is NaN"
		end
		-- As fast as it has been in the second half of its curve, and twice
		-- that, it does not reach the best within its limit.
		local curve, n = run.curve or {}, #(run.curve or {})
		if self.curve_points == 0 or n < self.curve_points or not run.best
			or run.seconds < run.limit / 2 then
			return nil
		end
		local sign = run.goal == "minimize" and -1 or 1
		local first, last = curve[n // 2], curve[n]
		local speed = math.max(0, sign * (last.value - first.value))
			/ math.max(1, last.seconds - first.seconds)
		local reach = sign * last.value
			+ 2 * speed * (run.limit - last.seconds)
		if reach < sign * run.best then
			return string.format("at %.6g after %.0f s, it cannot reach "
				.. "%.6g within %.0f s", last.value, run.seconds,
				run.best, run.limit)
		end
		return nil
	end,
}
