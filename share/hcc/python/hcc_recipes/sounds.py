"""Sounds as pictures: how loud each band of frequencies is, over time."""
import numpy as np

BANDS = 64


def bands(count, size):
    """The first line of each band of a spectrum: narrow below, wide above, as
    ears hear (mel)."""
    mel = np.linspace(0, np.log1p(size / 12), count + 1)
    return np.unique((12 * np.expm1(mel)).astype(int))[:-1]


def read_sound(path):
    """Loudness 0 to 255 of bands (rows, high ones first) and times (columns)
    of a WAV file, whatever its length."""
    from scipy.io import wavfile
    _, wave = wavfile.read(path)
    wave = np.asarray(wave, float)
    wave = wave.mean(axis=1) if wave.ndim > 1 else wave
    size = 512
    wave = np.pad(wave - wave.mean(), (0, max(0, size - len(wave))))
    step = max(1, min(size // 2, (len(wave) - size) // BANDS or 1))
    frames = np.lib.stride_tricks.sliding_window_view(wave, size)[::step]
    power = np.abs(np.fft.rfft(frames * np.hanning(size), axis=1)) ** 2
    edges = bands(BANDS, power.shape[1])
    power = np.add.reduceat(power, edges, axis=1)
    loud = np.log10(power + 1e-9 * power.max() + 1e-30).T[::-1]
    low, high = np.quantile(loud, 0.02), loud.max()
    return np.clip((loud - low) / (high - low + 1e-12), 0, 1) * 255
