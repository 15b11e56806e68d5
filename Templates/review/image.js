/// The page images: the one with the current word shows, moved so that the word is in its middle.
function imageColumn() {
  const figures = all(".scan");
  const places = new Map();
  let whole = false, shown = null;
  for (const figure of figures) {
    const img = one("img", figure), leaf = element("span", "", "leaf"), paper = one(".paper", figure);
    const boxes = JSON.parse(img.dataset.boxes || "{}");
    for (const [number, list] of Object.entries(boxes)) places.set(Number(number), { figure, boxes: list });
    paper.replaceChildren(leaf);
    leaf.append(img);
    img.addEventListener("load", () => place());
    paper.addEventListener("click", event => { event.preventDefault(); toggle(); });
    one(".zoom", figure).addEventListener("click", toggle);
    new ResizeObserver(() => place()).observe(paper);
  }
  const numbers = [...places.keys()].sort((a, b) => a - b);

  function show(number) {
    const found = places.get(number);
    // A word that the image does not tell of is on the page of the one before it.
    const near = places.get(numbers.findLast(other => other <= number) ?? numbers[0]);
    shown = { figure: found?.figure ?? near?.figure ?? figures[0], boxes: found?.boxes ?? [] };
    for (const figure of figures) figure.classList.toggle("cur", figure === shown.figure);
    // The page that follows is there when the reader comes to it; the others wait.
    for (const figure of figures.slice(figures.indexOf(shown.figure)).slice(0, 2)) one("img", figure).loading = "eager";
    place();
  }

  function place() {
    const img = shown?.figure && one("img", shown.figure);
    if (!img?.naturalWidth) return;
    const paper = one(".paper", shown.figure), leaf = one(".leaf", shown.figure), boxes = shown.boxes;
    const [width, height] = [img.naturalWidth, img.naturalHeight];
    const fit = paper.clientWidth / width;
    let scale = fit, x = .5, y = 0, framed = boxes;
    if (whole) {
      scale = Math.min(fit, paper.clientHeight / height);
    } else if (boxes.length) {
      // Of a word that a line end cuts the first half, when both would not be seen but small.
      const across = list => Math.max(...list.map(box => box[2])) - Math.min(...list.map(box => box[0]));
      if (across(boxes) > 3 * across(boxes.slice(0, 1)) && across(boxes) > .5) framed = boxes.slice(0, 1);
      const edge = (side, pick) => pick(...framed.map(box => box[side]));
      const [left, top, right, bottom] = [edge(0, Math.min), edge(1, Math.min), edge(2, Math.max), edge(3, Math.max)];
      const lineHeight = Math.min(...boxes.map(box => box[3] - box[1])) * height;
      // Letters about as high as those of the suggestion beside it, and the whole word in view.
      scale = clamp(Math.min(24 / lineHeight, .8 * paper.clientWidth / ((right - left) * width)), fit, 2.5);
      [x, y] = [(left + right) / 2, (top + bottom) / 2];
    }
    const at = (share, size, view) => (size <= view ? (view - size) / 2 : clamp(view / 2 - share * size, view - size, 0));
    Object.assign(leaf.style, {
      width: width * scale + "px", height: height * scale + "px",
      left: at(x, width * scale, paper.clientWidth) + "px", top: at(y, height * scale, paper.clientHeight) + "px",
    });
    all(".box", leaf).forEach(old => old.remove());
    for (const box of boxes) {
      const frame = element("span", "", "box"), share = value => value * 100 + "%";
      Object.assign(frame.style, { left: share(box[0]), top: share(box[1]), width: share(box[2] - box[0]), height: share(box[3] - box[1]) });
      leaf.append(frame);
    }
  }

  function toggle() {
    whole = !whole;
    for (const figure of figures) one(".paper", figure).classList.toggle("whole", whole);
    for (const button of all(".zoom")) button.firstChild.textContent = whole ? "the word " : "whole page ";
    place();
  }

  return { show: figures.length ? show : () => {}, toggle: figures.length ? toggle : () => {} };
}
