-- The libraries that preview.md says programs will find, as a set of names of
-- packages; nil where it does not say. `text`: that of preview.md, or nil.
return function(text)
	local list = (text or ""):match(
		"Python [%d.]+ with ([^\n]-)%. No other library")
	local has = list and {}
	for name in (list or ""):gmatch("([%w_-]+) [%w.+-]+") do
		has[name:gsub("%-headless$", "")] = true
	end
	return has
end
