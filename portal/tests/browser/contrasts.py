"""What runs in the page beside axe: which texts look alike, and axe itself, which judges one of each look.

The contrast of a text hangs on its own colour and size and on the colours behind it. Its look is all of that as the
browser has computed it, of the text and of whatever it stands in, with the names of their classes: two texts of one
look have one contrast. A look counts as legible only after axe has judged and passed a text of it; what axe skips,
because it is hidden or can't be used, is asked about again on the next page.
"""

# A number for a text, by two products that overflow.
_MIXED = """
    const mixed = (text, seed) => {
        let [high, low] = [0xdeadbeef ^ seed, 0x41c6ce57 ^ seed];
        for (let at = 0; at < text.length; at++) {
            const code = text.charCodeAt(at);
            high = Math.imul(high ^ code, 2654435761);
            low = Math.imul(low ^ code, 1597334677);
        }
        high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
        low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
        return 4294967296 * (2097151 & low) + (high >>> 0);
    };
"""

# A number for the page as it stands, but for what differs between two showings of it: the form's token, the numbers of
# cases and days, invented names.
GIVE_PAGE = """() => {
    MIXED
    const token = /name="csrfmiddlewaretoken" value="[^"]*"/g;
    return mixed(document.documentElement.outerHTML.replace(token, "").replace(/[0-9]+/g, "0"), 3);
}""".replace("MIXED", _MIXED)

# Leaves the texts in the window, one of each look, and gives a number for each look.
GIVE_CONTRASTS = """() => {
    const OWN = ["color", "fontSize", "fontWeight", "textShadow", "webkitTextStrokeWidth", "webkitTextStrokeColor"];
    const BEHIND = ["backgroundColor", "backgroundImage", "opacity", "filter", "mixBlendMode", "position", "zIndex"];
    MIXED
    const places = new Map();
    const place = (part) => {
        if (!part) return 0;
        if (!places.has(part)) {
            const style = getComputedStyle(part);
            const own = [part.localName, part.getAttribute("class"), part.disabled, ...BEHIND.map(name => style[name])];
            places.set(part, mixed(`${place(part.parentElement)} ${own.join("|")}`, 1));
        }
        return places.get(part);
    };
    const written = (part) => part.matches("input:not([type=checkbox], [type=radio]), select, textarea, button")
        || [...part.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.data.trim());
    const shown = (part) => {
        const box = part.getBoundingClientRect();
        const there = box.right + scrollX > 0 && box.bottom + scrollY > 0;
        return there && box.width > 1 && box.height > 1 && part.checkVisibility({visibilityProperty: true});
    };
    const texts = new Map();
    for (const part of document.body.querySelectorAll("*")) {
        if (!written(part) || !shown(part)) continue;
        const style = getComputedStyle(part);
        const look = mixed(`${place(part)} ${part.type} ${OWN.map(name => style[name]).join("|")}`, 2);
        if (!texts.has(look)) texts.set(look, part);
    }
    window.textsOfEachLook = [...texts.values()];
    return [...texts.keys()];
}""".replace("MIXED", _MIXED)

# Only violations are reported: describing whatever is right as well takes axe twice as long.
JUDGE = """async (numbers) => {
    const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];
    const contrast = "color-contrast";
    const { violations } = await axe.run({
        runOnly: rules, resultTypes: ["violations"], rules: { [contrast]: { enabled: false } },
    });
    const texts = numbers.map(number => window.textsOfEachLook[number]);
    if (!texts.length) return { violations, legible: [] };
    const judged = await axe.run({ include: texts }, {
        runOnly: { type: "rule", values: [contrast] }, resultTypes: ["violations", "passes"], elementRef: true,
    });
    const passed = new Set(judged.passes.flatMap(rule => rule.nodes.map(node => node.element)));
    for (const rule of judged.violations) for (const node of rule.nodes) delete node.element;
    return {
        violations: violations.concat(judged.violations),
        legible: numbers.filter((_number, at) => passed.has(texts[at])),
    };
}"""
