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
