"""Names that somebody may have typed to see what they do."""

HOSTILE = {
    "markup": "<img src=x onerror=alert(1)><b>bold</b>",
    "script": "</script><script>alert(2)</script>",
    "LaTeX": r"$\frac{a}{b}$ \href{javascript:alert(3)}",
    "broken LaTeX": r"}} \end{aligned} $$ \color{red} _^{",
    "Markdown": "**b** [x](javascript:alert(4)) `c` |t| :red[r]",
    "right to left": "\N{RIGHT-TO-LEFT OVERRIDE}קוד \N{ARABIC LETTER ALEF}لفئة",
    "templates": "%{x} {{y}} ${z} <extra></extra> &amp;",
    "combining": "Z" + "\N{COMBINING ACUTE ACCENT}" * 30,
}
