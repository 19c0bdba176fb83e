"""Sounds as pictures: how loud each band of frequencies is, over time; and as
numbers."""
import numpy as np

BANDS = 64
FRAMES = 3000       # of a sound, at most
LOWEST, HIGHEST = 60, 500       # pitch, in Hz


def bands(count, size):
    """The first line of each band of a spectrum: narrow below, wide above, as
    ears hear (mel)."""
    mel = np.linspace(0, np.log1p(size / 12), count + 1)
    return np.unique((12 * np.expm1(mel)).astype(int))[:-1]


def read_wave(path):
    """Samples a second, and the samples of a WAV file around 0, its channels
    together."""
    from scipy.io import wavfile
    rate, wave = wavfile.read(path)
    wave = np.asarray(wave, float)
    wave = wave.mean(axis=1) if wave.ndim > 1 else wave
    return rate, wave - wave.mean()


def read_sound(path):
    """Loudness 0 to 255 of bands (rows, high ones first) and times (columns)
    of a WAV file, whatever its length."""
    _, wave = read_wave(path)
    size = 512
    wave = np.pad(wave, (0, max(0, size - len(wave))))
    step = max(1, min(size // 2, (len(wave) - size) // BANDS or 1))
    frames = np.lib.stride_tricks.sliding_window_view(wave, size)[::step]
    power = np.abs(np.fft.rfft(frames * np.hanning(size), axis=1)) ** 2
    edges = bands(BANDS, power.shape[1])
    power = np.add.reduceat(power, edges, axis=1)
    loud = np.log10(power + 1e-9 * power.max() + 1e-30).T[::-1]
    low, high = np.quantile(loud, 0.02), loud.max()
    return np.clip((loud - low) / (high - low + 1e-12), 0, 1) * 255


def pitch(power, rate, loud):
    """The frequency of voiced frames, by the first strong echo of each in
    itself, and which frames are voiced."""
    echo = np.fft.irfft(power, axis=1)
    low, high = int(rate / HIGHEST), min(int(rate / LOWEST),
                                         echo.shape[1] // 2)
    part = echo[:, low:high]
    voiced = (part.max(axis=1) > 0.35 * echo[:, 0]) & (
        loud > np.quantile(loud, 0.3))
    return rate / (low + part.argmax(axis=1)[voiced]), voiced


def told_by(values):
    """What is usual of rows of values over time, and how they vary."""
    return np.concatenate([values.mean(axis=0), values.std(axis=0),
                           *np.quantile(values, (0.1, 0.5, 0.9), axis=0)])


def heard(path):
    """What a sound is like as a whole, as numbers: its cepstrum and how that
    changes, loudness, brightness, pitch, length. Source: Davis, Mermelstein,
    Comparison of parametric representations for monosyllabic word
    recognition, 1980."""
    from scipy.fft import dct
    rate, wave = read_wave(path)
    size = 1 << max(6, int(np.ceil(np.log2(0.025 * rate))))
    wave = np.pad(wave, (0, max(0, 4 * size - len(wave))))
    step = max(int(0.01 * rate), len(wave) // FRAMES, 1)
    frames = np.lib.stride_tricks.sliding_window_view(
        wave / (np.abs(wave).max() + 1e-9), size)[::step]
    power = np.abs(np.fft.rfft(frames * np.hanning(size), 2 * size)) ** 2
    edges = bands(40, power.shape[1])
    mel = np.log(np.add.reduceat(power, edges, axis=1) + 1e-8)
    cepstrum = dct(mel, norm="ortho")[:, :20]
    loud = np.log(power.sum(axis=1) + 1e-8)
    bright = power @ np.arange(power.shape[1]) / (power.sum(axis=1) + 1e-9)
    crossed = (np.diff(np.signbit(frames), axis=1) != 0).mean(axis=1)
    tones, voiced = pitch(power, rate, loud)
    tones = np.log(tones) if len(tones) > 3 else np.zeros(4)
    return np.concatenate([
        told_by(cepstrum), told_by(np.diff(cepstrum, axis=0)),
        told_by(np.stack([loud - loud.max(), bright, crossed], 1)),
        told_by(tones[:, None]), [np.abs(np.diff(tones)).mean(),
                                  voiced.mean(), np.log(len(wave) / rate)]])
