-- Libraries: which modules of Python a program cannot import here.
--
-- preview.md lists which of the libraries that share/hcc/probe looks for are
-- installed; of those below, which it looks for, the others are missing. A
-- module that a program can do without is imported in a `try`, indented.

local installed = require "recipes.libraries"

local M = {}

-- Modules by the package that has them, where the names differ.
local package_of = { sklearn = "scikit-learn", imblearn = "imbalanced-learn",
	cv2 = "opencv-python", skimage = "scikit-image", PIL = "pillow",
	sentence_transformers = "sentence-transformers" }
local others = { "pandas", "polars", "statsmodels", "lightgbm", "xgboost",
	"catboost", "optuna", "torch", "torchvision", "torchaudio",
	"tensorflow", "keras", "jax", "flax", "transformers", "timm", "nltk",
	"spacy", "gensim", "librosa", "prophet", "sktime", "matplotlib" }
for _, name in ipairs(others) do
	package_of[name] = name
end

-- The first module that a program imports and that is not there, or nil.
function M.missing(code, preview)
	local has = installed(preview)
	for word, name in ("\n" .. code):gmatch("\n(%l+)%s+([%w_]+)") do
		local package = has and (word == "import" or word == "from")
			and package_of[name]
		if package and not has[package] then
			return name
		end
	end
	return nil
end

-- How titles name what one package alone has.
local methods = { lightgbm = "lightgbm", lgbm = "lightgbm",
	catboost = "catboost", xgboost = "xgboost", keras = "keras",
	tensorflow = "tensorflow", bert = "transformers",
	roberta = "transformers", smote = "imbalanced-learn",
	prophet = "prophet" }

-- Words of titles that name a package to say that they do without it.
local without = { "alternative", "by hand", "equivalent", "in place of",
	"instead", "like", "no", "not", "replac%l+", "substitute", "without" }

-- The library that a title asks for and that is not there, or nil.
function M.wanted(title, preview)
	local low, has = title:lower(), installed(preview)
	if not has or low:find("style") then
		return nil
	end
	for _, word in ipairs(without) do
		if low:find("%f[%a]" .. word .. "%f[%A]") then
			return nil
		end
	end
	for word in low:gmatch("%a+") do
		local package = methods[word] or methods[word:match(
			"^(%a+)classifier$") or word:match("^(%a+)regressor$")]
		if package and not has[package] then
			return package
		end
	end
	return nil
end

return M
