-- L3 by scope: of the wisdom of other tasks, the three nearest of this kind of
-- problem.
return require "memory.pool".brain(function(s)
	local near = {}
	for _, entry in ipairs(s.wisdom or {}) do
		for _, tag in ipairs(entry.tags or {}) do
			if #near < 3 and tag == (s.preview or {}).problem then
				near[#near + 1] = entry
				break
			end
		end
	end
	s.wisdom = near
end)
