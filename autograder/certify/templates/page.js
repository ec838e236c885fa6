"use strict";
// Without this script the page shows everything but the diff of a killed mutant.
(() => {
  const columns = JSON.parse(document.getElementById("columns").textContent);

  const element = (tag, text, className = "") => {
    const made = document.createElement(tag);
    made.textContent = text;
    made.className = className;
    return made;
  };

  const diffOf = (text) => {
    const made = element("pre", "", "diff");
    for (const line of text.split("\n")) {
      const kind = line.startsWith("+") ? "plus" : line.startsWith("-") ? "minus" : "";
      made.append(element("span", line, kind));
    }
    return made;
  };

  const inspect = (matrix) => {
    const facts = columns[matrix.dataset.exercise];
    const strips = [...matrix.querySelectorAll(".strip svg")];
    const cursor = matrix.querySelector(".cursor");
    const panel = matrix.parentElement.querySelector(".inspector");
    const hint = panel.innerHTML;
    let selected = -1;

    const place = () => {
      if (selected < 0) return;
      const frame = matrix.getBoundingClientRect();
      const top = strips[0].getBoundingClientRect();
      const bottom = strips[strips.length - 1].getBoundingClientRect();
      const width = top.width / facts.length;
      cursor.style.display = "block";
      cursor.style.left = `${top.left - frame.left + selected * width}px`;
      cursor.style.width = `${width}px`;
      cursor.style.top = `${top.top - frame.top}px`;
      cursor.style.height = `${bottom.bottom - top.top}px`;
    };
    const show = (index) => {
      const column = facts[index];
      if (!column || index === selected) return;
      selected = index;
      place();
      panel.replaceChildren(
        element("b", column.what),
        element("div", column.fate, "soft"),
        ...(column.diff ? [diffOf(column.diff)] : []),
      );
    };
    const step = (from, by) => {
      let at = from + by;
      while (facts[at] === null) at += by; // the gap between misconceptions and mutants
      return Math.max(0, Math.min(facts.length - 1, at));
    };

    for (const strip of strips) {
      strip.addEventListener("pointermove", (event) => {
        const box = strip.getBoundingClientRect();
        show(Math.floor(((event.clientX - box.left) / box.width) * facts.length));
      });
    }
    matrix.addEventListener("keydown", (event) => {
      const far = event.shiftKey ? 10 : 1;
      if (event.key === "ArrowRight") show(step(selected + far - 1, 1));
      else if (event.key === "ArrowLeft") show(step(Math.max(selected - far + 1, 0), -1));
      else if (event.key === "Home") show(0);
      else if (event.key === "End") show(facts.length - 1);
      else if (event.key === "Escape") {
        selected = -1;
        cursor.style.display = "none";
        panel.innerHTML = hint; // our own words, from the template
        return;
      } else return;
      event.preventDefault();
    });
    matrix.addEventListener("focus", () => { if (selected < 0) show(0); });
    addEventListener("resize", place);
    matrix.closest("details").addEventListener("toggle", place);
  };

  document.querySelectorAll(".matrix").forEach(inspect);

  // A link to an exercise opens it; paper shows all of them.
  const openTarget = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") target.open = true;
  };
  addEventListener("hashchange", openTarget);
  openTarget();
  addEventListener("beforeprint", () => {
    document.querySelectorAll("details").forEach((one) => { one.open = true; });
  });
})();
