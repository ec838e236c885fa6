"""Backmark as Gradescope's autograder: `python -m autograder.gradescope`, in its container.

    run_autograder ─▶ watch (standard library only) ── fork ─▶ grading ─▶ Judge ─▶ Verdict
                        │ zeros, at once                         │ whenever an exercise is done
                        └──────────────▶ results.json ◀──────────┘
                        │ time is up, or the grading died: what was earned so far, and why

The grading's first act, before it reads anything, is to fork the zygote of the submission's worker.

Invariant: at every moment results.json is whole and valid, and what is our fault is never a zero.
"""
