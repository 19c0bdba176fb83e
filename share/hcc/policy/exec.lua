-- exec.lua: how suggestions are run, and which result is adopted.
return {
	-- name, type, default, least, most, meaning; see hcc-policy(5)
	knobs = {
		{ "tries", "count", 3, 1, 20,
			"attempts of a suggestion: the first and its repairs" },
		{ "slots", "count", 0, 0, 1024,
			"runs at once; 0: one for each processor core" },
		{ "memory", "bytes", 0, 0, false,
			"limit of a run; 0: four fifths of what is free, shared" },
		{ "output", "bytes", "64M", 1, false, "limit of the log of a run" },
		{ "disk", "bytes", "8G", 1, false,
			"limit of the directory of an attempt" },
		{ "processes", "count", 256, 1, false,
			"limit of the processes of a run" },
		{ "grace", "seconds", 2, 0, 3600, "time from SIGTERM to SIGKILL" },
		{ "min_time", "seconds", 15, 1, false,
			"shortest time limit of a run" },
		{ "max_time", "seconds", "4h", 1, false,
			"longest time limit of a run" },
		{ "base_times", "number", 1.5, 0, false,
			"time limit of a run, at least, in times of its base's" },
		{ "least_time", "seconds", 2, 0, false,
			"a run that would have less time is not begun" },
		{ "least_share", "number", 0.5, 0, false,
			"nor one that would have less than this share of its base's" },
		{ "timeouts", "count", 1, 0, 20,
			"repairs of a suggestion whose runs are out of time" },
		{ "phase_share", "number", 0.4, 0, 1,
			"share of the time left that one phase may take" },
		{ "finish_below", "number", 0.2, 0, 1,
			"share of the budget below which one phase takes the rest" },
		{ "audit", "number", 0.2, 0, 0.9,
			"share of the training rows that audits ask about; 0: none" },
		{ "audit_share", "number", 0.1, 0, 1,
			"share of the time left that an audit may take" },
		{ "doubt", "number", 4, 0, false,
			"a claim may be better than its audit by so many deviations of folds" },
		{ "doubt_share", "number", 0.05, 0, false,
			"without folds, by this share of the score" },
		{ "jump", "number", 0.1, 0, 1,
			"too good: what is left of the way to the best score, of the base's" },
		{ "noise_runs", "count", 2, 0, 16,
			"runs of an adopted solution with other seeds, if it has no folds" },
		{ "noise_share", "number", 0.04, 0, 1,
			"share of the time left that these runs may take" },
		{ "margin", "number", 0.25, 0, false,
			"gain needed for adoption, in standard errors of the change" },
	},

	-- The time limit of each run of a phase, in seconds. s: phase, rounds (how
	-- many runs follow each other), time_left, time_total (seconds; nil: no
	-- limit), base (seconds of the solution that is built on, or nil).
	limit = function(self, s)
		if not s.time_left then
			return self.max_time
		end
		local share = self.phase_share
		if s.time_total and s.time_left < self.finish_below * s.time_total then
			share = 0.9
		end
		if s.phase == 0 then
			share = 0.25
		end
		local limit = s.time_left * share / math.max(1, s.rounds)
		-- What is built on a solution needs its time; there are fewer then.
		local need = self.base_times * (s.base or 0)
		limit = math.max(limit, math.min(need, s.time_left * share))
		limit = math.max(self.min_time, math.min(self.max_time, limit))
		return math.min(limit, math.max(1, s.time_left))
	end,

	-- The time limit of the next attempt of a suggestion, when it begins, in
	-- seconds; nil: it is not begun. s: limit (that of the phase), left
	-- (seconds of the budget less what is kept for the end; nil: no limit),
	-- base (seconds of the solution that is built on, or nil), timeouts (how
	-- many attempts of it ran out of time).
	begin = function(self, s)
		local limit = math.min(s.limit, s.left or math.huge)
		local least = math.max(self.least_time,
			math.min(s.limit, self.least_share * (s.base or 0)))
		if limit < least or s.timeouts > self.timeouts then
			return nil
		end
		return limit
	end,

	-- Does a valid result become the best? result and base (nil: there is no
	-- best yet): as in result.json, without scores measured on an exam.
	-- s: goal ("minimize", "maximize"), error (the standard error of the
	-- difference of the two scores, from folds or runs on other seeds, or nil).
	-- Returns true or false.
	adopt = function(self, result, base, s)
		if base == nil then
			return true
		end
		local gain = result.score - base.score
		if s.goal == "minimize" then
			gain = -gain
		end
		return gain > self.margin * (s.error or 0)
	end,

	-- Is a result too good to be true? As above; s: perfect (the best score
	-- there can be, or nil), worst (likewise). Returns nil, or why: it is
	-- told, and where preview.md names suspects run once without these columns.
	too_good = function(self, result, base, s)
		if not s.perfect then
			return nil
		end
		local gap = math.abs(result.score - s.perfect)
		local range = s.worst and math.abs(s.worst - s.perfect)
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
	-- nil: there is none): as in result.json, result with audited, base perhaps.
	-- s: goal. Returns nil, or why it is not: what was audited counts then.
	doubts = function(self, result, base, s)
		local sign = s.goal == "minimize" and -1 or 1
		local claimed, audited = result.claimed, result.audited
		if result.suspect and result.control and sign
			* (audited - result.control) > self.doubt_share
			* math.max(math.abs(audited), math.abs(result.control)) then
			return string.format("measured %.6g, but %.6g without the columns "
				.. "that preview.md suspects", audited, result.control)
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
	-- Asked every five seconds. run: id, seconds, limit, log_bytes, claimed
	-- (the last metric printed so far, or nil). Returns a reason (a string)
	-- to end it, or nil.
	hopeless = function(_, _)
		return nil
	end,
}
