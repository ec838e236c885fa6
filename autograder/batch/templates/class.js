"use strict";
// Without this script everything is shown but one hand-in's column; nothing sorts or filters.
(() => {
  const { columns, outcomes, numbers } = JSON.parse(document.getElementById("data").textContent);

  const element = (tag, text, className = "") => {
    const made = document.createElement(tag);
    made.textContent = text;
    made.className = className;
    return made;
  };

  const valueOf = (row, at) => {
    const value = row.cells[at].dataset.value;
    return value === "" || Number.isNaN(Number(value)) ? value : Number(value);
  };
  const compare = (a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));

  let moved = () => {};
  for (const table of document.querySelectorAll(".sortable")) {
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    heads.forEach((head, at) => {
      head.querySelector("button")?.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        for (const other of heads) if (other.ariaSort) other.setAttribute("aria-sort", "none");
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const rows = [...body.rows];
        rows.sort((a, b) => compare(valueOf(a, at), valueOf(b, at)) * (up ? 1 : -1));
        body.append(...rows);
        moved();
      });
    });
  }

  for (const input of document.querySelectorAll("input[data-for]")) {
    const rows = [...document.getElementById(input.dataset.for).tBodies[0].rows];
    const count = document.querySelector(`[data-count="${input.dataset.for}"]`);
    const filter = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const row of rows) {
        const text = row.dataset.text.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
      }
      const shown = rows.filter((row) => !row.hidden).length;
      count.textContent = words.length ? `${shown} of ${rows.length} shown` : "";
      moved();
    };
    input.addEventListener("input", filter);
    filter(); // a browser that goes back keeps what was typed
  }

  // A link to a check leads nowhere while a filter hides it.
  for (const link of document.querySelectorAll("a[data-check]")) {
    link.addEventListener("click", () => {
      const input = document.querySelector('input[data-for="check-table"]');
      if (!document.getElementById(`check-${link.dataset.check}`).hidden) return;
      input.value = "";
      input.dispatchEvent(new Event("input"));
    });
  }

  const matrix = document.querySelector(".matrix");
  if (!matrix) return;
  const cursor = matrix.querySelector(".cursor");
  const panel = document.querySelector(".inspector");
  const untouched = panel.innerHTML;
  let selected = -1;

  const place = () => {
    const strips = [...matrix.querySelectorAll("tr:not([hidden]) .strip svg")];
    cursor.style.display = selected < 0 || !strips.length ? "none" : "block";
    if (selected < 0 || !strips.length) return;
    const frame = matrix.getBoundingClientRect();
    const top = strips[0].getBoundingClientRect();
    const bottom = strips[strips.length - 1].getBoundingClientRect();
    const width = top.width / columns.length;
    cursor.style.left = `${top.left - frame.left + selected * width}px`;
    cursor.style.width = `${width}px`;
    cursor.style.top = `${top.top - frame.top}px`;
    cursor.style.height = `${bottom.bottom - top.top}px`;
  };
  moved = place;

  const show = (index) => {
    if (index === selected || !columns[index]) return;
    selected = index;
    place();
    const column = columns[index];
    const lines = outcomes.flatMap((outcome, code) => {
      const which = numbers.filter((_, at) => column.ends[at] === code);
      const what = outcome === "passed" ? which.length : which.join(", ");
      return which.length ? [element("div", `${outcome}: ${what}`, "soft")] : [];
    });
    panel.replaceChildren(element("b", `${column.who}: ${column.score}`), ...lines);
  };

  matrix.addEventListener("pointermove", (event) => {
    const strip = event.target.closest?.(".strip svg");
    if (!strip) return;
    const box = strip.getBoundingClientRect();
    show(Math.floor(((event.clientX - box.left) / box.width) * columns.length));
  });
  matrix.addEventListener("keydown", (event) => {
    const last = columns.length - 1;
    const to = {
      ArrowRight: Math.min(last, selected + 1), ArrowLeft: Math.max(0, selected - 1), Home: 0, End: last,
    }[event.key];
    if (event.key === "Escape") {
      selected = -1;
      panel.innerHTML = untouched;
      place();
    } else if (to !== undefined) {
      event.preventDefault();
      show(to);
    }
  });
  window.addEventListener("resize", place);
})();
