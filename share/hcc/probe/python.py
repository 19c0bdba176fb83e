"""What a program will find here: the version of Python, which libraries for
data and models it has, processor cores and memory, and with GPUs what torch
sees. Run in the sandbox; hcc-init puts it into preview.md, for those who write
programs and cannot look.
"""
import importlib.metadata
import os
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
