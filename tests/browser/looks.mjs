// What a page looks like, measured: contrast of what is drawn, and whether anything is cut off. These run in the page.

/**
 * The contrast of every text, glyph and control border inside the components of a page, from the colours that were
 * drawn. Gives `{ what, kind, ratio }` of each. What is faint on purpose, the watermark, is left out.
 */
export function contrasts() {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const known = new Map();
  /** Any CSS colour as [red, green, blue, alpha], all 0 to 1. */
  const colour = (text) => {
    if (!known.has(text)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = text;
      canvas.fillRect(0, 0, 1, 1);
      known.set(
        text,
        [...canvas.getImageData(0, 0, 1, 1).data].map((part) => part / 255),
      );
    }
    return known.get(text);
  };
  const over = ([r, g, b, a], below) => [r, g, b].map((part, at) => part * a + below[at] * (1 - a));
  const parentOf = (element) =>
    element.assignedSlot ?? element.parentElement ?? element.getRootNode().host ?? null;
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = parentOf(at)) {
      const layer = colour(getComputedStyle(at).backgroundColor);
      if (layer[3] > 0) layers.push(layer);
      if (layer[3] === 1) break;
    }
    const paper = colour(
      getComputedStyle(document.documentElement).colorScheme === 'dark' ? '#121212' : '#fff',
    );
    return layers.reverse().reduce((below, layer) => over(layer, below), paper.slice(0, 3));
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (ink, paper) => {
    const [light, dark] = [luminance(over(colour(ink), paper)), luminance(paper)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const measured = [];
  const measure = (element, host) => {
    const style = getComputedStyle(element);
    if (!element.checkVisibility() || element.closest('.touchmark-tiles, .touchmark-spoken')) return;
    const what = `${host.localName} ${host.dataset.state ?? ''} .${element.getAttribute('class') ?? element.localName}`;
    const add = (kind, ink, paper) => measured.push({ what, kind, ratio: ratio(ink, paper) });
    const says = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (says) add('text', style.color, behind(element));
    if (element.localName === 'path' && element.getAttribute('d')) {
      for (const ink of [style.stroke, style.fill])
        if (ink !== 'none') add('glyph', ink, behind(element.ownerSVGElement));
    }
    const isControl = element.matches('button, input, .touchmark-badge, .touchmark-tile');
    if (isControl && style.borderTopStyle !== 'none' && colour(style.borderTopColor)[3] > 0) {
      add('border', style.borderTopColor, behind(parentOf(element)));
    }
    // A switch is drawn before its words.
    const before = getComputedStyle(element, '::before');
    if (element.matches('button') && before.content !== 'none')
      add('border', before.borderTopColor, behind(element));
  };
  for (const host of document.querySelectorAll('main *')) {
    if (host.localName.startsWith('touchmark-') && host.checkVisibility()) {
      for (const element of host.shadowRoot.querySelectorAll('*')) measure(element, host);
    }
  }
  return measured;
}

/** What of the components is cut off, runs over its edge, or makes the page scroll sideways: a line of text for each. */
export function overflows() {
  const found = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} wide in a window of ${clientWidth}`);
  const words = document.createRange();
  for (const host of document.querySelectorAll('main *')) {
    if (!host.localName.startsWith('touchmark-') || !host.checkVisibility()) continue;
    const name = `${host.localName} ${host.dataset.state ?? ''} (${host.lang})`;
    const edge = host.parentElement.getBoundingClientRect();
    for (const element of host.shadowRoot.querySelectorAll('*')) {
      if (!element.checkVisibility() || element.closest('svg, .touchmark-spoken')) continue;
      const box = element.getBoundingClientRect();
      if (element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1) {
        found.push(`${name}: .${element.className} is ${element.scrollWidth} wide in ${element.clientWidth}`);
      }
      if (
        getComputedStyle(element).overflowY === 'hidden' &&
        element.scrollHeight > element.clientHeight + 1
      ) {
        found.push(`${name}: .${element.className} is cut off below`);
      }
      for (const node of element.childNodes) {
        if (node.nodeType !== 3 || !node.data.trim()) continue;
        words.selectNodeContents(node);
        const line = words.getBoundingClientRect();
        const inside = line.left >= box.left - 1 && line.right <= box.right + 1;
        const onPage = line.left >= edge.left - 1 && line.right <= edge.right + 1;
        if (!inside || !onPage) found.push(`${name}: “${node.data.trim()}” runs over its edge`);
      }
    }
  }
  return found;
}

/** Words that are broken inside though they fit on a line of their own: a line of text for each. */
export function brokenWords() {
  const found = [];
  const word = document.createRange();
  const measure = new OffscreenCanvas(1, 1).getContext('2d');
  const lookInto = (node, name) => {
    const element = node.parentElement;
    if (!element?.checkVisibility() || element.closest('svg, .touchmark-spoken, select, script')) return;
    let block = element;
    while (block.parentElement && getComputedStyle(block).display.startsWith('inline'))
      block = block.parentElement;
    const style = getComputedStyle(element);
    measure.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    // Hyphens, dashes, slashes, colons and full stops are places where a line may end.
    for (const { 0: text, index } of node.data.matchAll(/[\p{L}\p{N}@_]{2,}/gu)) {
      word.setStart(node, index);
      word.setEnd(node, index + text.length);
      const tops = new Set([...word.getClientRects()].map(({ top }) => Math.round(top)));
      if (tops.size > 1 && measure.measureText(text).width + 1 < block.clientWidth)
        found.push(`${name}: “${text}”`);
    }
  };
  const walk = (root, name) => {
    const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) lookInto(nodes.currentNode, name);
  };
  walk(document.body, 'page');
  for (const host of document.querySelectorAll('*'))
    if (host.shadowRoot) walk(host.shadowRoot, `${host.localName} ${host.dataset.state ?? ''}`);
  return found;
}

/** Points between the parts of a badge, by where they are: `beside` the part before, or `hidden` at the start of a line. Any other is named. */
export function points() {
  const counts = { beside: 0, hidden: 0, wrong: [] };
  for (const host of document.querySelectorAll('touchmark-badge')) {
    for (const point of host.shadowRoot?.querySelectorAll('.touchmark-point') ?? []) {
      if (!point.checkVisibility()) continue;
      const part = point.parentElement;
      const isRtl = getComputedStyle(point).direction === 'rtl';
      const [box, whole, own, before] = [point, part.parentElement, part, part.previousElementSibling].map(
        (element) => element.getBoundingClientRect(),
      );
      const isCut = isRtl ? box.left >= whole.right - 0.6 : box.right <= whole.left + 0.6;
      if (isCut) counts.hidden += 1;
      else if (own.top < before.bottom - 1 && own.bottom > before.top) counts.beside += 1;
      else counts.wrong.push(`${host.dataset.state}: ${whole.left} ${box.left} ${box.right}`);
    }
  }
  return counts;
}

/** What looks and reads the same and is coloured otherwise: told apart by colour alone. */
export function lookalikes() {
  const looks = new Map();
  const shown = [...document.querySelectorAll('main *')].flatMap(({ shadowRoot }) =>
    shadowRoot
      ? [
          ...shadowRoot.querySelectorAll(
            '.touchmark-badge, .touchmark-counts > li, .touchmark-choice, .touchmark-statement, .touchmark-fields > li, .touchmark-reasons > li, .touchmark-entry',
          ),
        ]
      : [],
  );
  for (const element of shown) {
    const words = element.textContent.replace(/[\d\s,./]+/g, ' ').trim();
    const shapes = [...element.querySelectorAll('path')].map((path) => path.getAttribute('d')).join();
    const tones = [...element.classList].filter((name) => name.startsWith('touchmark-tone-')).join();
    if (tones === '') continue;
    const key = `${element.localName} ${words} ${shapes}`;
    const known = looks.get(key) ?? new Set();
    looks.set(key, known.add(tones));
  }
  return {
    looked: looks.size,
    found: [...looks].flatMap(([key, tones]) =>
      tones.size > 1 ? [`${key.slice(0, 80)}: ${[...tones]}`] : [],
    ),
  };
}

/** Under forced colours: glyphs whose colour is none of the reader's. */
export function ownColours() {
  const probe = document.createElement('p');
  document.body.append(probe);
  const system = new Set(
    ['CanvasText', 'ButtonText', 'LinkText', 'Canvas', 'Highlight', 'HighlightText', 'GrayText'].map(
      (name) => {
        probe.style.setProperty('color', name);
        return getComputedStyle(probe).color;
      },
    ),
  );
  probe.remove();
  let glyphs = 0;
  const found = [];
  for (const host of document.querySelectorAll('*')) {
    for (const path of host.shadowRoot?.querySelectorAll('.touchmark-icon path') ?? []) {
      if (!path.checkVisibility()) continue;
      glyphs += 1;
      const { stroke, fill } = getComputedStyle(path);
      for (const ink of [stroke, fill])
        if (ink !== 'none' && !system.has(ink))
          found.push(
            `${host.localName} ${host.dataset.state ?? ''}: ${ink} in .${path.ownerSVGElement.parentElement.className}`,
          );
    }
  }
  return { glyphs, found };
}

/** The contrast of text below a watermark, where a letter of it lies behind: the lowest. */
export function underWatermarks() {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const colour = (text) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].map((part) => part / 255);
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const over = (ink, alpha, below) => below.map((part, at) => ink[at] * alpha + part * (1 - alpha));
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const [r, g, b, a] = colour(getComputedStyle(at).backgroundColor);
      if (a === 1) return [r, g, b];
    }
    return getComputedStyle(document.documentElement).colorScheme === 'dark' ? [0.07, 0.07, 0.07] : [1, 1, 1];
  };
  const measured = [];
  for (const host of document.querySelectorAll('touchmark-watermark')) {
    const tiles = host.shadowRoot.querySelector('.touchmark-tiles');
    if (!tiles?.checkVisibility()) continue;
    const { color, opacity } = getComputedStyle(tiles);
    const [ink, alpha] = [colour(color).slice(0, 3), Number(opacity)];
    for (const element of host.querySelectorAll('*')) {
      if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
      const paper = behind(element);
      const text = colour(getComputedStyle(element).color).slice(0, 3);
      for (const letters of [text, over(ink, alpha, text)]) {
        const lights = [letters, over(ink, alpha, paper)].map(luminance).sort((a, b) => b - a);
        measured.push((lights[0] + 0.05) / (lights[1] + 0.05));
      }
    }
  }
  return measured;
}
