-- Without L3: no wisdom of other tasks.
return require "memory.pool".brain(function(s)
	s.wisdom = {}
end)
