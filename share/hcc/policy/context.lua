-- context.lua: what of the history enters a context, and what is squeezed first.
--
-- The equations (what is raw, what is a note, in which order) are fixed; this
-- file decides which kinds of parts a role reads and how a context that is
-- too large is cut. Parts come and go in order, so that a context begins with
-- the bytes of the one before.
return {
	-- tokens of a prompt: the context and the step that stands behind it
	budget = 70000,
	-- of these, what is left to the step at least, half of them at most
	room = 8000,
	-- a log above this is shown as its digest
	log = 2000,
	-- the smallest size, in tokens, that a squeezed part keeps
	floor = 200,

	-- kinds: task, preview, wisdom, plan, code, log, result, note
	reads = {
		describe = { "task" },
		draft = { "task", "preview", "wisdom" },
		plan = { "task", "preview", "wisdom", "plan", "code", "log",
			"result", "note" },
		improve = { "task", "preview", "wisdom", "plan", "code", "log",
			"result", "note" },
		debug = { "task", "preview", "code", "log", "result" },
		judge = { "task", "plan", "code", "log", "result", "note" },
		distil = { "task", "preview", "plan", "code", "log", "result",
			"note" },
	},
	-- roles that read logs as digests with the bytes of each line, so that
	-- they can cite them
	ranges = { "judge" },
	-- what is cut first when the budget is short
	order = { "log", "code", "wisdom", "preview", "result", "plan", "note",
		"task" },

	-- parts: {kind, id, tokens} in order. Returns a list of caps of the same
	-- length: false for raw, else the tokens left to that part; 0 drops it.
	-- Oldest parts of a kind are cut before younger ones, first down to the
	-- floor, then altogether.
	pack = function(self, parts, budget)
		local caps, total = {}, 0
		for i, p in ipairs(parts) do
			caps[i] = false
			if p.kind == "log" and p.tokens > self.log then
				caps[i] = self.log
			end
			total = total + (caps[i] or p.tokens)
		end
		for _, floor in ipairs({ self.floor, 0 }) do
			for _, kind in ipairs(self.order) do
				for i, p in ipairs(parts) do
					local now = caps[i] or p.tokens
					if total > budget and p.kind == kind and now > floor then
						caps[i] = floor == 0 and 0
							or math.max(floor, now - (total - budget))
						total = total - now + caps[i]
					end
				end
			end
		end
		return caps
	end,
}
