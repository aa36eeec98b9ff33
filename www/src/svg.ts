/** Elements of drawings. */

/** An element of that name, in no drawing yet. */
export function svg(
  page: Document,
  name: string,
  attributes: { readonly [name: string]: string | number },
): SVGElement {
  const element = page.createElementNS('http://www.w3.org/2000/svg', name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
