// Words in another language than the part of the page says, and words that only a machine would write.
() => {
  const QUOTED = /„[^”]*”|“[^”]*”|«(?:[^«»]|«[^»]*»)*»/g; // what somebody named in their own language
  const ADDRESS = /\S+@\S+|\S+\.(example|lv|com|org)\S*|https?:\S+/g;
  const found = [];
  const english = /(?<!\p{L})(the|and|of|with|your|from|this|that|has|have|been|are|was|will|not|for|you)(?!\p{L})/iu;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    const text = node.data.replace(QUOTED, " ").replace(ADDRESS, " ").replace(/\s+/g, " ").trim();
    if (!text || /^(lv|ru|en)$/.test(parent.value ?? "") || parent.closest("script, style, template, code, .code, [translate=no], pre, textarea, kbd, samp")) continue;
    const language = parent.closest("[lang]")?.lang.slice(0, 2) ?? "";
    const say = reason => found.push(`${reason} in a part that is ${language}: "${text.slice(0, 80)}" in ${parent.cloneNode().outerHTML.slice(0, 100)}`);
    if (parent.tagName === "OPTION") continue; // no browser says it in another voice
    if (/\p{Script=Cyrillic}{2}/u.test(text) && !["ru", "uk", "be"].includes(language)) say("Cyrillic words");
    if (language === "ru" && (text.match(/\p{Script=Latin}{3,}/gu) ?? []).length >= 4 && !/\p{Script=Cyrillic}/u.test(text)) say("Latin words");
    const latvian = (text.match(/\p{L}*[āčēģīķļņšūž]\p{L}*/giu) ?? []).length;
    if (language === "en" && latvian >= 3 && latvian > text.split(" ").length / 2) say("Latvian words");
    if (["lv", "ru"].includes(language) && english.test(text)) say("English words");
    if (/(?<![\w@./-])[a-z]+_[a-z_]+(?![\w@/.-])/.test(text)) say("a code");
    if (/(?<![\w/.-])\d{4}-\d{2}-\d{2}(?![\w/.-])/.test(text)) say("a day as a machine writes it");
    if (/(?<!\p{L})(None|True|False|undefined|NaN)(?!\p{L})/u.test(text) && language !== "en") say("a value as a machine writes it");
  }
  return found;
}
