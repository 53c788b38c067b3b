"""The tables of docs/performance.md that are made from a run."""

import report
from builds import ROOT

DOCUMENT = ROOT / "docs/performance.md"
BEGIN, END = "<!-- benchmark: infra/bench/run --write -->\n", "<!-- end of the benchmark -->"


def write(figures):
    """Replaces the marked part with what was measured."""
    before, rest = DOCUMENT.read_text().split(BEGIN)
    after = rest.split(END)[1]
    tables = "\n\n".join(report.markdown(*table) for table in report.tables(figures))
    note = f"Measured at {report.machine()}.\nMilliseconds are those of this machine; compare the ratios."
    DOCUMENT.write_text(f"{before}{BEGIN}{note}\n\n{tables}\n{END}{after}")
