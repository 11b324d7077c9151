// Words on the page that stand out less than WCAG 2 AA asks for: 4.5 to 1, or 3 to 1 where they are large.
() => {
  const rgba = text => {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
    return [r, g, b, a];
  };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const behind = one => one ? over(rgba(getComputedStyle(one).backgroundColor), behind(one.parentElement)) : [255, 255, 255, 1];
  const linear = part => (part /= 255) <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => .2126 * linear(r) + .7152 * linear(g) + .0722 * linear(b);
  const ratio = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + .05) / (dark + .05);
  };
  const faded = one => one ? +getComputedStyle(one).opacity * faded(one.parentElement) : 1;
  const isSeen = one => one.checkVisibility({opacityProperty: true, visibilityProperty: true})
    && !one.closest(".unseen, :disabled, option, svg");
  const isLarge = ({fontSize, fontWeight}) => parseFloat(fontSize) >= (fontWeight >= 700 ? 18.66 : 24);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), poor = [];
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement, words = walker.currentNode.data.trim();
    if (!/[\p{L}\d]/u.test(words) || !isSeen(one)) continue;
    const style = getComputedStyle(one), [r, g, b, a] = rgba(style.color), back = behind(one);
    const found = ratio(over([r, g, b, a * faded(one)], back), back);
    if (found < (isLarge(style) ? 3 : 4.5)) poor.push(`${found.toFixed(2)}: ${words.slice(0, 40)}`);
  }
  return poor;
}
