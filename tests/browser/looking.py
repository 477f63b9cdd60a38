"""What can be measured on a rendered page: contrast, names of controls, sizes, overflow. It opens nothing."""

from typing import Final

# Returns the texts whose colour is too close to what is behind them (WCAG 2.2, 1.4.3).
CONTRAST: Final = """
() => {
  const channel = c => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parse = s => (s.match(/[\\d.]+/g) || []).map(Number);
  const behind = e => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || (c.length === 4 && c[3] === 1)) return c.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !e.getClientRects().length || e.closest('svg')) continue;
    const style = getComputedStyle(e), size = parseFloat(style.fontSize);
    const [a, b] = [light(parse(style.color)), light(behind(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const large = size >= 24 || (size >= 18.66 && +style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) found.push([walker.currentNode.data.trim().slice(0, 30), ratio.toFixed(2)]);
  }
  return found;
}
"""

# Returns controls without a name, images without one, tables without headers, doubled ids, jumps of headings.
STRUCTURE: Final = """
() => {
  const found = [];
  const shown = e => e.getClientRects().length > 0;
  for (const e of document.querySelectorAll('input:not([type=hidden]), select, textarea'))
    if (!e.labels.length && !e.getAttribute('aria-label')) found.push('no label: ' + e.outerHTML.slice(0, 80));
  for (const e of document.querySelectorAll('a, button'))
    if (!(e.textContent.trim() || e.getAttribute('aria-label'))) found.push('no name: ' + e.outerHTML.slice(0, 80));
  for (const e of document.querySelectorAll('svg'))
    if (!e.querySelector('title') && e.getAttribute('aria-hidden') !== 'true') found.push('svg without title');
  for (const e of document.querySelectorAll('table'))
    if (![...e.querySelectorAll('th')].every(h => h.scope)) found.push('th without scope');
  for (const e of document.querySelectorAll('[aria-labelledby], [aria-describedby]'))
    for (const a of ['aria-labelledby', 'aria-describedby'])
      for (const id of (e.getAttribute(a) || '').split(' ').filter(Boolean))
        if (!document.getElementById(id)) found.push(a + ' to nothing: ' + id);
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) found.push('id twice: ' + id);
  for (const tag of ['main', 'header', 'footer'])
    if (document.querySelectorAll('body > ' + tag).length !== 1) found.push('landmark: ' + tag);
  if (document.querySelectorAll('h1').length !== 1) found.push('h1');
  let last = 1;
  for (const h of document.querySelectorAll('h1, h2, h3, h4, h5')) {
    const level = +h.tagName[1];
    if (level > last + 1) found.push('heading jumps to ' + h.tagName + ': ' + h.textContent.trim().slice(0, 30));
    last = level;
  }
  // WCAG 2.2, 2.5.8: 24 by 24 CSS pixels, links within a sentence excepted.
  for (const e of document.querySelectorAll('button, input, select, nav a, .button, summary'))
    if (shown(e) && (e.getBoundingClientRect().height < 24 || e.getBoundingClientRect().width < 24))
      found.push('small target: ' + e.outerHTML.slice(0, 80));
  return found;
}
"""

OVERFLOW: Final = (
    "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
)

# What has the focus and whether one sees it.
FOCUS: Final = """
() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  return {tag: e.tagName, text: (e.textContent || e.name || '').trim().slice(0, 40), href: e.getAttribute('href') || '',
          seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.width > 0 &&
                box.bottom > 0 && box.top < innerHeight};
}
"""
