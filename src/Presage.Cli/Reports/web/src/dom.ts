type Attributes = Record<string, string | number | boolean | ((event: Event) => void)>;
export type Child = Node | string | null | false;

/** Makes an element; text is always text and never markup, so names from the data cannot inject any. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      made.addEventListener(name, value);
    } else if (value !== false) {
      made.setAttribute(name, value === true ? "" : String(value));
    }
  }
  made.append(...children.filter((child): child is Node | string => child !== null && child !== false));
  return made;
}

/** A section with a heading that names it for assistive technology. */
export function section(id: string, heading: string, ...children: Child[]): HTMLElement {
  return element("section", { id, "aria-labelledby": `${id}-heading` }, element("h2", { id: `${id}-heading` }, heading), ...children);
}

/** A wide table scrolls inside its own box, reachable with the keyboard, instead of widening the page. */
export function scrollable(label: string, table: HTMLElement): HTMLElement {
  return element("div", { class: "scroll", role: "region", "aria-label": label, tabindex: 0 }, table);
}
