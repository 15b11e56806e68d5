#!/usr/bin/env python3
"""Pages of clean text, set, worn, scanned and read by Tesseract: pairs that teach how scans are misread.

    scan_pages.py --style typed|print --pages N --seed S --out PAIRS.jsonl TEXT [TEXT ...]

Each page is a stretch of one text, set as a typewriter or a printer of books sets it, degraded like a copy of a copy at
a level from 0 (a first print) to 3 (a bad carbon), and read by Tesseract. A line of PAIRS.jsonl is {"id", "ocr", "gt"};
`gt` has one line a paragraph. The same texts, seed and Tesseract give the same pairs.
Needs: pip install pillow numpy pyphen; apt-get install tesseract-ocr fonts-courier-prime fonts-liberation2
fonts-oldstandard fonts-ebgaramond fonts-linuxlibertine fonts-dejavu-core.
"""
import argparse, json, os, random, re, subprocess, tempfile
import numpy as np
import pyphen
from PIL import Image, ImageDraw, ImageFilter, ImageFont

HYPHENS = pyphen.Pyphen(lang="en_US")
DPI = 200
WIDTH, HEIGHT = int(8.5 * DPI), 11 * DPI
SHARE = "/usr/share/fonts/"
FONTS = {
    # The first two stand for most typewriters: they are drawn more often.
    "typed": [SHARE + name for name in [
        "opentype/courier-prime/Courier Prime.otf", "truetype/liberation2/LiberationMono-Regular.ttf",
        "opentype/courier-prime/Courier Prime.otf", "truetype/liberation2/LiberationMono-Regular.ttf",
        "opentype/courier-prime/Courier Prime Bold.otf", "opentype/courier-prime/Courier Prime Code.otf",
        "truetype/dejavu/DejaVuSansMono.ttf"]],
    "print": [SHARE + name for name in [
        "truetype/fonts-oldstandard/OldStandard-Regular.ttf", "truetype/liberation2/LiberationSerif-Regular.ttf",
        "opentype/ebgaramond/EBGaramond08-Regular.otf", "opentype/linux-libertine/LinLibertine_R.otf"]],
}
PLAIN = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "—": "--", "…": "...", "\u00a0": " "})


def stretch(text, rng, words):
    """About so many words of whole sentences from a random place, in paragraphs of a few sentences."""
    start = rng.randrange(len(text) // 20, max(len(text) - 30 * words, len(text) // 20 + 1))
    sentences = re.split(r"(?<=[a-z\"'][.?!]) +(?=[A-Z])", " ".join(text[start:start + 20 * words].split()))[1:-1]
    sentences = [re.sub(r"(?<=[a-z.,”\"])\d{1,2}(?= |$)", "", s).translate(PLAIN) for s in sentences]
    sentences = [s for s in sentences if s.isascii() and 30 < len(s) < 900]
    paragraphs, count = [], 0
    while sentences and count < words:
        size = rng.randint(1, 5)
        paragraphs.append(" ".join(sentences[:size]))
        sentences = sentences[size:]
        count += len(paragraphs[-1].split())
    return paragraphs


def broken(paragraphs, fits, rng):
    """Lines of the paragraphs, words cut at some line ends."""
    lines = []
    for paragraph in paragraphs:
        line, first = "   ", True
        for word in paragraph.split():
            whole = line + ("" if line.endswith("   ") and first else " ") + word
            if fits(whole):
                line = whole
            else:
                cuts = [c for c in HYPHENS.positions(word) if fits(line + " " + word[:c] + "-")] if word.isalpha() and len(word) > 5 else []
                if cuts and rng.random() < .7:
                    lines.append(line + " " + word[:cuts[-1]] + "-")
                    line = word[cuts[-1]:]
                else:
                    lines.append(line)
                    line = word
            first = False
        lines += [line, ""]
    return lines


def worn(image, rng, level):
    """Uneven ink, specks and grain, a turned and blurred page, and from level 2 the copier's black and white."""
    draw = np.random.default_rng(rng.randrange(1 << 30))
    page = np.asarray(image, dtype=np.float32) / 255
    height, width = page.shape
    if level:
        ink = draw.random((height // 6 + 1, width // 6 + 1)).astype(np.float32)
        ink = np.asarray(Image.fromarray((ink * 255).astype("uint8")).resize((width, height), Image.BICUBIC), dtype=np.float32) / 255
        page = page + (ink < .10 + .03 * level) * (.22 + .12 * level)
        page = page - (draw.random((height, width), dtype=np.float32) < .0006 * level) * .9
        page = page + draw.standard_normal((height, width), dtype=np.float32) * (.05 + .05 * level)
    image = Image.fromarray((np.clip(page, 0, 1) * 255).astype("uint8"))
    image = image.rotate(rng.uniform(-.6, .6) * level / 2, fillcolor=255, resample=Image.BICUBIC)
    image = image.filter(ImageFilter.GaussianBlur(.35 + .30 * level))
    threshold = 150 + rng.randint(-18, 22)
    return image.point(lambda v: 255 if v > threshold else 0) if level >= 2 else image


def page(text, style, rng, level):
    """The paragraphs of one page and what Tesseract reads."""
    size = int(DPI * 12 / 72) if style == "typed" else int(DPI * rng.choice([9, 10, 11]) / 72)
    font = ImageFont.truetype(rng.choice(FONTS[style]), size)
    margin = int(.95 * DPI)
    limit = WIDTH - margin - int(.6 * DPI)
    paragraphs = stretch(text, rng, 330 if style == "typed" else 480)
    image = Image.new("L", (WIDTH, HEIGHT), 255)
    pen = ImageDraw.Draw(image)
    y = int(.8 * DPI)
    for line in broken(paragraphs, lambda s: margin + font.getlength(s) < limit, rng):
        if y > HEIGHT - int(.6 * DPI):
            break
        pen.text((margin, y), line, font=font, fill=rng.randint(0, 60))
        y += int(size * (1.12 if style == "typed" else 1.25))
    else:
        y = None
    if not paragraphs or y is not None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        name = os.path.join(folder, "page")
        worn(image, rng, level).save(name + ".png", dpi=(DPI, DPI))
        subprocess.run(["tesseract", name + ".png", name, "--psm", "4", "-c", "thresholding_method=0", "txt"], check=True,
                       stderr=subprocess.DEVNULL, env={**os.environ, "OMP_THREAD_LIMIT": "1"})
        return paragraphs, open(name + ".txt", encoding="utf8").read()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", metavar="TEXT")
    parser.add_argument("--style", choices=FONTS, required=True)
    parser.add_argument("--pages", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    texts = sorted(options.texts)
    with open(options.out, "w", encoding="utf8") as out:
        for number in range(options.pages):
            rng = random.Random(options.seed * 1_000_003 + number)
            source = rng.choice(texts)
            level = rng.choice([0, 1, 1, 2, 2, 3, 3] if options.style == "typed" else [1, 2, 2, 3])
            made = page(open(source, encoding="utf8", errors="replace").read(), options.style, rng, level)
            if made:
                line = {"id": f"{options.style}-{options.seed}-{number}-l{level}", "ocr": made[1], "gt": "\n".join(made[0])}
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
                out.flush()


main()
