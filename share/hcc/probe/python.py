"""One line about this Python: its version, and which libraries for data and
models it has. hcc-init puts it into preview.md, for those who write programs.
"""
import importlib.metadata
import platform

WANTED = """numpy scipy pandas polars pyarrow scikit-learn statsmodels patsy
lightgbm xgboost catboost imbalanced-learn optuna torch torchvision torchaudio
tensorflow keras jax flax transformers sentence-transformers tokenizers timm
pillow opencv-python opencv-python-headless scikit-image imageio nltk spacy
gensim librosa soundfile h5py numba joblib networkx lifelines sktime prophet
matplotlib""".split()

found = {}
for one in importlib.metadata.distributions():
    name = (one.metadata["Name"] or "").lower().replace("_", "-")
    found.setdefault(name, one.version)
have = [f"{name} {found[name]}" for name in WANTED if name in found]
print(f"Python {platform.python_version()} with "
      f"{', '.join(have) or 'its standard library alone'}. "
      "No other library for data or models is installed.")
