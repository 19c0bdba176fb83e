-- Network: what in a program or in a suggestion fetches from an address. An
-- address alone, of a paper or a licence, fetches nothing.

local M = {}

-- Calls and commands that fetch what is at an address.
local fetchers = { "urlretrieve", "urlopen", "requests%.%a+", "httpx%.%a+",
	"wget", "wget%.download", "curl", "gdown", "gdown%.%a+",
	"load_state_dict_from_url", "download_url[%w_]*", "download%.file",
	"git%s+clone" }

-- Words of a sentence that asks for what is at an address.
local asks = { "download", "fetch", "scrape", "crawl", "wget", "curl", "clone",
	"urlopen", "urlretrieve", "requests[.(]%a" }
local sources = { "rows?", "data", "datasets?", "weights", "models?", "files?",
	"tables?", "vectors", "embeddings", "checkpoints?", "labels" }

local url = "[hHfF][tT]+[pP][sS]?://%w"
local address = "%f[%a]" .. url

-- Is there a network for the programs of this task?
function M.is_there(s)
	return (s.preview_text or ""):find("\nThe network is there.", 1, true)
		~= nil
end

-- The call or command by which a program fetches, or nil. `code`: without
-- comments.
function M.fetches(code)
	if not code:find(address) then
		return nil
	end
	local reads = code:match("(read[%w_.]*)%s*%(%s*[\"']" .. url)
	for _, pattern in ipairs(reads and {} or fetchers) do
		local call = code:match("%f[%w_](" .. pattern .. ")%s*%(")
			or code:match("%f[%w_](" .. pattern .. ")[%s\"',%-][^\n]-"
			.. address)
		if call then
			return call
		end
	end
	return reads
end

-- Does one of a text's sentences ask for what is at an address?
function M.asks(prose)
	for sentence in (prose:gsub("([.!?])%s+", "%1\n") .. "\n"):gmatch(
	    "([^\n]*)\n") do
		local low = sentence:lower()
		if low:find(address) then
			for _, word in ipairs(asks) do
				if low:find("%f[%a]" .. word) then
					return true
				end
			end
			for _, word in ipairs(sources) do
				if low:find("%f[%a]" .. word .. "%f[%A].-%f[%a]from%s+"
				    .. "%W*" .. address) then
					return true
				end
			end
		end
	end
	return false
end

return M
