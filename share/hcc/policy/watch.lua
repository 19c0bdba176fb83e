-- watch.lua: the next command for a task.
return {
	-- name and default, type, range, meaning; see hcc-policy(5)
	knobs = {
		{ timer = 60, is = "seconds", least = 1,
			text = "a task is looked at at least this often" },
		{ retry = 5, is = "seconds", least = 0.1,
			text = "pause after a failed step, doubled after each further one" },
		{ max_retry = "10m", is = "seconds", least = 0.1,
			text = "longest pause before a step is tried again" },
		{ max_failures = 6, is = "count", least = 1,
			text = "failures in a row after which the task is given up" },
		{ plan_with_judge = true, is = "boolean",
			text = "a model that holds both roles judges and plans in one call" },
		{ blend = true, is = "boolean",
			text = "at the end what runs have left is blended (hcc-exec -B)" },
	},

	-- The next command. s: prefetched, phase (latest plan), run (phase that
	-- has something to run), promote (phase that is due) (each -1: none),
	-- working (there is a valid solution), blended (since the last result),
	-- drafts (that failed), max_drafts, allowed (by budget.lua, and something
	-- fits into what is left), exhausted (the last plan had nothing new),
	-- put_off (the last step ended with 75), ended. Returns the command as a
	-- list, to which the path of the task is added, or nil when there is
	-- nothing to do.
	next = function(self, s)
		-- Past the budget nobody waits for a model.
		local late = s.put_off and not s.allowed
		local function finish(why)
			if self.blend and s.working and not s.blended then
				return { "hcc-exec", "-B" }
			end
			if late then
				return { "hcc-promote", "-t", "-b", "offline", "-w", why }
			end
			return { "hcc-promote", "-t", "-w", why }
		end
		if s.ended then
			return nil
		end
		if not s.prefetched and s.phase < 0 and s.allowed then
			return { "hcc-prefetch" }
		end
		if s.promote >= 0 and late then
			return { "hcc-promote", "-b", "offline" }
		end
		if s.promote >= 0 then
			return { "hcc-promote", self.plan_with_judge
				and s.allowed and "-p" or nil }
		end
		if not s.allowed then
			return finish("the budget is spent")
		end
		if s.run >= 0 then
			return { "hcc-exec" }
		end
		if s.exhausted then
			return finish("nothing new to try")
		end
		if not s.working and s.drafts >= s.max_drafts then
			return finish("no draft works")
		end
		return { "hcc-plan" }
	end,

	-- What tells somebody that a task has come to its end, as a command with
	-- its arguments, or nil. s: how ("ended", "given up", "paused"), summary (a
	-- sentence), task (its path), id, metric, best (id, or nil), score, spent
	-- (seconds). Only the user's own watch.lua counts, not that of a task.
	done = function(_, _)
		return nil
	end,
}
