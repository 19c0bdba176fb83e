-- watch.lua: the next command for a state; hcc-watch runs it and looks again.
return {
	-- seconds after which a task is looked at even if nothing was heard
	timer = 60,
	-- a step that failed is tried again after so many seconds, doubled each
	-- time up to the longest, and given up after so many failures; one that
	-- asks to be tried later (a server is down, a budget is spent) never is
	retry = 5,
	longest = 600,
	failures = 6,

	-- s: prefetched, phase (latest plan, -1: none), run (phase with something
	-- to run, -1: none), promote (phase that is due, -1: none), working,
	-- drafts (failed ones), max_drafts, allowed (budget), exhausted (the
	-- last plan had nothing new), ended.
	-- Returns the command as a list, or nil when there is nothing to do.
	next = function(_, s)
		if s.ended then
			return nil
		end
		if not s.prefetched and s.phase < 0 then
			return { "hcc-prefetch" }
		end
		if s.promote >= 0 then
			return { "hcc-promote" }
		end
		if not s.allowed then
			return { "hcc-promote", "-t", "-w", "the budget is spent" }
		end
		if s.run >= 0 then
			return { "hcc-exec" }
		end
		if s.exhausted then
			return { "hcc-promote", "-t", "-w", "nothing new to try" }
		end
		if not s.working and s.drafts >= s.max_drafts then
			return { "hcc-promote", "-t", "-w", "no draft works" }
		end
		return { "hcc-plan" }
	end,
}
