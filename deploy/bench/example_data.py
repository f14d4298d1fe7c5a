"""Writes the example tables of conf/data, other than the digits, again.

Usage: example_data.py DIRECTORY. Needs R with modeldata (Debian: r-cran-modeldata), whose copies it reads.
"""

import csv
import io
import math
import os
import random
import re
import subprocess
import sys
import unicodedata

TECHNIQUES = (
    ("photograph", r"photograph"),
    ("print", r"etching|screenprint|lithograph|drypoint|woodcut|linocut|mezzotint|aquatint|print|monotype|relief"),
    ("painting", r"\bpaint\b"),
    ("drawing", r"graphite|ink|charcoal|pastel|crayon|pencil|watercolour|gouache"),
    ("moving image", r"video|film|slide|projection"),
)


def modeldata(name):
    """Returns the rows of a data set of modeldata, as lists of text; missing cells are empty."""
    script = 'library(modeldata); data(%s); write.csv(%s, row.names=FALSE, na="", fileEncoding="UTF-8")' % (name, name)
    run = subprocess.run(["Rscript", "-e", script], capture_output=True, check=True)
    return list(csv.reader(io.StringIO(run.stdout.decode("utf-8"))))


def write(directory, name, rows):
    """Writes a table."""
    with open(os.path.join(directory, name), "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def technique(medium):
    """Returns the class of a medium, or "object"."""
    return next((name for name, words in TECHNIQUES if re.search(words, medium.lower())), "object")


def words(text, prefix):
    """Returns the words of a text, without accents, in lower case."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return [prefix + word for word in re.findall(r"[a-z]+|[0-9]+", plain)]


def artworks(directory):
    """Writes the artworks as LIBSVM: 1 for each word of the title and of the artist's name."""
    rows = []
    for _, artist, title, medium, _ in modeldata("tate_text")[1:]:
        rows.append((technique(medium), set(words(title, "t:") + words(artist, "a:"))))
    counts = {}
    for _, row in rows:
        for word in row:
            counts[word] = counts.get(word, 0) + 1
    index = {word: i + 1 for i, word in enumerate(sorted(w for w in counts if counts[w] > 1))}
    names = ["print", "photograph", "painting", "drawing", "moving image", "object"]
    with open(os.path.join(directory, "artworks.libsvm"), "w", encoding="utf-8") as file:
        for name, row in rows:
            features = sorted(index[word] for word in row if word in index)
            file.write("%d %s\n" % (names.index(name), " ".join("%d:1" % i for i in features)))
    print(len(rows), len(index), [sum(r[0] == n for r in rows) for n in names])


def poisson(rate, source):
    """Returns a Poisson number, by Knuth's method."""
    limit, product, count = math.exp(-rate), source.random(), 0
    while product > limit:
        product *= source.random()
        count += 1
    return count


def hires(directory):
    """Writes the hires of bicycles per hour in a town that does not exist."""
    source = random.Random(20260101)
    rows = [["hour", "weekday", "temperature", "rain", "holiday", "hires"]]
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    for day in range(365):
        season = math.cos(2 * math.pi * (day - 200) / 365)
        mean = 10 + 9 * season + source.gauss(0, 3)
        holiday = source.random() < 0.03
        wet = source.random() < 0.3
        for hour in sorted(source.sample(range(24), 10)):
            temperature = mean + 4 * math.cos(2 * math.pi * (hour - 15) / 24)
            rain = max(0.0, source.gauss(1, 1)) if wet and source.random() < 0.6 else 0.0
            free = holiday or day % 7 > 4
            if free:
                shape = 0.8 * math.exp(-(((hour - 14) / 4.0) ** 2))
            else:
                shape = math.exp(-(((hour - 8) / 1.5) ** 2)) + math.exp(-(((hour - 17.5) / 2.0) ** 2))
            comfort = math.exp(-(((temperature - 21) / 14) ** 2))
            rate = 0.4 + 16 * shape * comfort * math.exp(-0.7 * rain)
            measured = "" if source.random() < 0.02 else "%.1f" % temperature
            rows.append(
                [hour, days[day % 7], measured, "%.1f" % rain, "yes" if holiday else "no", poisson(rate, source)]
            )
    write(directory, "hires.csv", rows)


def main():
    """Writes all tables."""
    directory = sys.argv[1]
    # Two rows without measurements are left out.
    write(directory, "penguins.csv", [row for row in modeldata("penguins") if row[5]])
    write(directory, "developers.csv", modeldata("stackoverflow"))
    artworks(directory)
    hires(directory)


main()
