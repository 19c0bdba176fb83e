"""What a program will find here: the version of Python, which libraries for
data and models it has, processor cores and memory, and with GPUs what torch
sees. Run in the sandbox; hcc-init puts it into preview.md, for those who write
programs and cannot look.
"""
import os
import sys

WANTED = """numpy scipy pandas polars pyarrow scikit-learn statsmodels patsy
lightgbm xgboost catboost imbalanced-learn optuna torch torchvision torchaudio
tensorflow keras jax flax transformers sentence-transformers tokenizers timm
pillow opencv-python opencv-python-headless scikit-image imageio nltk spacy
gensim librosa soundfile h5py numba joblib networkx lifelines sktime prophet
matplotlib""".split()

# By the names of their directories, scikit_learn-1.2.1.egg-info: to load
# importlib.metadata alone would take five times as long.
found = {}
for place in sys.path:
    for each in os.listdir(place) if os.path.isdir(place) else ():
        stem, kind = os.path.splitext(each)
        if kind in (".dist-info", ".egg-info"):
            name, _, version = stem.partition("-")
            name = name.lower().replace("_", "-")
            found[name] = found.get(name) or version.partition("-")[0]
have = [f"{name} {found[name]}".strip() for name in WANTED if name in found]
print(f"Python {sys.version.split()[0]} with "
      f"{', '.join(have) or 'its standard library alone'}. "
      "No other library for data or models is installed.")

with open("/proc/meminfo", encoding="ascii") as info:
    total = int(info.readline().split()[1]) / 2 ** 20
print(f"\nThe machine has {len(os.sched_getaffinity(0))} processor cores and "
      f"{total:.0f} GB of memory; what runs side by side shares them.")

if "torch" in found and any(n.endswith("_VISIBLE_DEVICES")
                            for n in os.environ):
    try:
        import torch
        seen = [torch.cuda.get_device_name(i)
                for i in range(torch.cuda.device_count())]
        print(f"\ntorch sees {len(seen)} GPUs: {', '.join(seen) or 'none'}.")
    except Exception as why:
        print(f"\ntorch cannot use a GPU: {why}")
