"""The first numbers of some streams, from SplitMix64 as published and nothing of Tributary.

Prints the constants of RandomStreamTest: python3 golden.py
"""

MASK = (1 << 64) - 1


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def stream(seed, purpose, index):
    state = mix((seed + 0x9E3779B97F4A7C15) & MASK)
    for letter in purpose:
        state = mix(state ^ ord(letter))
    state = mix(state ^ mix((index + 0xD1B54A32D192ED03) & MASK))
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        yield (mix(state) >> 11) * 2.0**-53


for key in [(0, "weights", 0), (42, "weights", 1), (42, "split", 1), (-1, "", -7)]:
    numbers = stream(*key)
    print(key, [next(numbers) for _ in range(3)])
