"""Contrast of the pages' colours by WCAG 2: text 4.5, lines that controls are known by 3. Ends with 1 when a pair falls short."""
import pathlib
import re
import sys

folder = pathlib.Path(__file__).parents[2] / "Templates"
css = (folder / "record.css").read_text() + (folder / "review" / "review.css").read_text()
tokens = {name: (light, dark or light) for name, light, dark in
          re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", css)}
# The stages say their colours themselves.
sources = "".join(path.read_text() for path in (folder.parent / "Sources").rglob("*Stage.swift"))
stages = {letter: (light, dark) for letter, light, dark in
          re.findall(r'Mark\("(\w)", light: "(#\w+)", dark: "(#\w+)"\)', sources)}
assert len(stages) > 5


def channels(color):
    digits = color[1:] if len(color) > 4 else "".join(c * 2 for c in color[1:])
    return [int(digits[i:i + 2], 16) / 255 for i in (0, 2, 4)]


def luminance(rgb):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear))


def over(color, ground, share):
    """A transparent tint over its ground: the browser blends in sRGB."""
    return [share * c + (1 - share) * g for c, g in zip(channels(color), channels(ground))]


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT = [(ink, ground) for ink in ("ink", "soft", "link", "warn", "yes", "no", "other") for ground in ("paper", "ground", "hit", "raise")
        if not (ground == "raise" and ink in ("warn", "other"))]
LINES = [("edge", "paper"), ("edge", "ground"), ("edge", "raise"), ("focus", "paper"), ("focus", "ground"), ("focus", "hit")]
short = 0
for theme in (0, 1):
    worst = []
    for pairs, least in ((TEXT, 4.5), (LINES, 3)):
        for a, b in pairs:
            value = contrast(channels(tokens[a][theme]), channels(tokens[b][theme]))
            worst.append((value / least, f"{a} on {b} {value:.2f} (least {least})"))
    paper, ink = tokens["paper"][theme], tokens["ink"][theme]
    for name, colors in stages.items():
        worst.append((contrast(channels(colors[theme]), channels(paper)) / 4.5, f"letter of {name} on paper {contrast(channels(colors[theme]), channels(paper)):.2f} (least 4.5)"))
        tint = over(colors[theme], paper, 0.13)
        worst.append((contrast(channels(colors[theme]), tint) / 4.5, f"letter of {name} on its tint {contrast(channels(colors[theme]), tint):.2f} (least 4.5)"))
        worst.append((contrast(channels(ink), tint) / 4.5, f"ink on the tint of {name} {contrast(channels(ink), tint):.2f} (least 4.5)"))
    for name in ("yes", "no"):
        tint = over(tokens[name][theme], tokens["ground"][theme], 0.16)
        worst.append((contrast(channels(ink), tint) / 4.5, f"ink on changed letters ({name}) {contrast(channels(ink), tint):.2f} (least 4.5)"))
    worst.sort()
    print("dark" if theme else "light", *(text for _, text in worst[:7]), sep="\n  ")
    short += sum(share < 1 for share, _ in worst)
print(f"{short} pairs fall short")
sys.exit(1 if short else 0)
