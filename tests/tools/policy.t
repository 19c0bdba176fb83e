#!/bin/sh
# Policies: what a layer may say, and where a slip is reported (hcc-policy(5)).
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

small_task t
hcc-plan -q t | hcc-exec >/dev/null 2>&1
user=$XDG_CONFIG_HOME/hcc/policy
mkdir -p "$user" t/policy

# refused NAME FILE LUA MESSAGE: hcc-plan exits with 78 and names the place.
refused() {
	printf '%s\n' "$3" >"$2"
	exits "$1" 78 hcc-plan t
	like "the message says where and what: $4" "$4" err
	rm "$2"
}
p=t/policy/plan.lua
refused 'an unknown knob is refused' $p 'return {
	q = 1,
	mm = 5,
}' "policy/plan.lua:3: unknown name 'mm' \\(known: m, q, max_drafts, .*shape"
refused 'a number out of its range is refused' $p 'return { m = 0 }' \
    "plan.lua:1: 'm' must be a whole number from 1 to 99"
refused 'a fraction is refused as a count' $p 'return {

	m = 1.5 }' "plan.lua:3: 'm' must be a whole number"
refused 'a string is refused as a number' $p 'return { max_cosine = "high" }' \
    "plan.lua:1: 'max_cosine' must be a number from -1 to 2"
refused 'a number that is not finite is refused' $p \
    'return { control_time = 1 / 0 }' "1: 'control_time' must be a time"
refused 'a function is refused as a knob' $p 'return { m = function() end }' \
    "plan.lua:1: 'm' must be a whole number"
refused 'a knob is refused as a function' $p 'return { shape = 5 }' \
    "plan.lua:1: 'shape' must be a function"
refused 'a misspelt function is refused' $p 'return {
	m = 2,
	shpe = function() end }' "plan.lua:3: unknown name 'shpe'"
refused 'a list is refused as a table of knobs' $p 'return { 5, 2 }' \
    'plan.lua: must return a table with names'
refused 'a row of a knob that hcc does not have is refused' $p 'return { knobs = {
	{ mm = 5, is = "count", text = "m" } } }' "unknown name 'mm'"
refused 'a line in a comment or a string is not taken for the place' $p \
    '-- mm = 1
local s = "{ mm = 2"
return { q = #s,
	["mm"] = 3 }' "plan.lua:4: unknown name 'mm'"
refused 'a place that is not certain is left out' $p \
    'local t = {} t["m" .. "m"] = 1 return t' "plan.lua: unknown name 'mm'"
refused 'a slip in the policy of the user is refused' "$user/plan.lua" \
    'return { max_draft = 2 }' "hcc/policy/plan.lua:1: unknown name 'max_draft'"
refused 'a negative time limit is refused' t/policy/exec.lua \
    'return { longest = -1 }' "exec.lua:1: 'longest' must be a time of at"
refused 'a number without bounds is refused as a string' t/policy/exec.lua \
    'return { blend_margin = "0" }' "'blend_margin' must be a number$"
refused 'a size without sense is refused' t/policy/exec.lua \
    'return { disk = "8 apples" }' "'disk' must be a size .*such as .*\"4G\""
refused 'a file that is no policy is refused in the task' t/policy/paln.lua \
    'return { m = 2 }' "policy/paln.lua': no policy has this name"
refused 'a file that is no policy is refused in the directory of the user' \
    "$user/paln.lua" 'return { m = 2 }' "paln.lua': no policy has this name"
printf 'return { cut_order = { "log", "cod" } }\n' >t/policy/context.lua
exits 'a word that a list cannot have is refused' 78 hcc-context t
like 'the message lists the words' "context.lua:1: 'cut_order' must be a list \
of strings of: task, preview" err
printf 'return { reads = { plan = { "task", "logs" } } }\n' \
    >t/policy/context.lua
exits 'a word that a list of a table cannot have is refused' 78 hcc-context t
rm t/policy/context.lua

mkdir "$user/lib"
echo 'return { "not a policy" }' >"$user/lib/mine.lua"
echo 'return { m = #require("lib.mine"), control_time = "15m" }' \
    >"$user/plan.lua"
echo 'return { q = 1, shape = function(self)
	assert(self.control_time == 900 and self.max_drafts == 4)
	return { m = self.m, q = self.q }
end }' >t/policy/plan.lua
ok 'layers add up, times are seconds, modules lie in a folder' hcc-plan t
is 'the knobs of the user and of the task count' 1 "$(jq -s length out)"

# What a function decides is true or false.
echo 'return { adopt = function() return "yes" end }' >t/policy/exec.lua
exits 'an adopt that returns a word is refused' 78 hcc-exec t
like 'the message names function and value' \
    'exec.lua: adopt must return true or false, returns a string' err
small_task p
mkdir p/plan
printf '## 1 a\n### 1.1 b\nsleep\n' >p/plan/00.md
echo 'return { hopeless = function() return 1 end, longest = 3, shortest = 3 }' \
    >p/policy/exec.lua
hcc-exec p >out 2>err
like 'a hopeless that returns a number is reported, and ends nothing' \
    'exec.lua: hopeless must return a reason or nil, returns a number' err
small_task q
echo 'return { admit = function() return 1 end }' >q/policy/plan.lua
hcc-plan q | hcc-exec -q >/dev/null
exits 'an admit that returns a number is refused' 78 hcc-plan q
like 'the message names admit' 'plan.lua: admit must return true or false' err
finish
