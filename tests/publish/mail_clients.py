"""What mail programs do not show or drop: our own table, from their makers' documentation and from looking.

A digest may use none of it. Outlook on Windows lays mails out with Word; Gmail and QQ Mail clean the page and keep inline
styles; all of them block what is loaded from outside.
"""

# element -> who drops it, or why it must not stand in a mail
ELEMENTS = {
    "ins": "Gmail drops it",
    "del": "Gmail drops it",
    "script": "every client drops it",
    "noscript": "shows what was not meant to be seen",
    "style": "Gmail drops it from a forwarded or clipped mail, QQ Mail from the body",
    "link": "nothing is loaded from outside",
    "base": "clients drop it, and relative addresses break",
    "iframe": "every client drops it",
    "object": "every client drops it",
    "embed": "every client drops it",
    "form": "Outlook and QQ Mail drop it",
    "input": "Outlook drops it",
    "button": "Outlook drops it",
    "select": "Outlook drops it",
    "textarea": "Outlook drops it",
    "img": "blocked until the reader allows it; a digest needs no picture",
    "picture": "Outlook drops it",
    "svg": "Gmail and Outlook drop it",
    "canvas": "every client drops it",
    "video": "Gmail and Outlook drop it",
    "audio": "Gmail and Outlook drop it",
    "details": "Outlook shows it open, Gmail drops its control",
    "summary": "Gmail drops it",
    "dialog": "Gmail drops it",
    "template": "Gmail drops it",
    "main": "Outlook ignores its style",
    "section": "Outlook ignores its style",
    "article": "Outlook ignores its style",
    "header": "Outlook ignores its style",
    "footer": "Outlook ignores its style",
    "nav": "Outlook ignores its style",
    "figure": "Outlook ignores its style",
    "ruby": "Outlook shows it in one line",
}

# beginning of a style property -> who ignores it
PROPERTIES = {
    "position": "Gmail and QQ Mail drop the whole style",
    "float": "Outlook ignores it",
    "display:flex": "Outlook ignores it",
    "display:grid": "Outlook and Gmail ignore it",
    "display:none": "read aloud and shown by some: nothing is hidden",
    "grid": "Outlook ignores it",
    "flex": "Outlook ignores it",
    "gap": "Outlook ignores it",
    "columns": "Outlook ignores it",
    "transform": "Outlook and Gmail ignore it",
    "animation": "Gmail drops it",
    "transition": "Gmail drops it",
    "box-shadow": "Outlook ignores it",
    "text-shadow": "Outlook ignores it",
    "background-image": "Outlook ignores it; nothing is loaded from outside",
    "filter": "Gmail drops it",
    "opacity": "Outlook ignores it",
    "object-fit": "Outlook ignores it",
    "mask": "Gmail drops it",
    "clip-path": "Gmail drops it",
    "z-index": "Gmail drops it",
    "--": "Outlook and Gmail know no variables",
}

# a part of a value -> who ignores it
VALUES = {
    "url(": "nothing is loaded from outside",
    "var(": "Outlook and Gmail know no variables",
    "calc(": "Outlook ignores it",
    "clamp(": "Outlook ignores it",
    "min(": "Outlook ignores it",
    "max(": "Outlook ignores it",
    "rem": "Outlook for Windows ignores it",
    "vw": "Gmail ignores it",
    "vh": "Gmail ignores it",
    "!important": "Outlook ignores the declaration",
    "expression(": "Gmail drops the whole style",
}
# these need no twin where they are ignored: the page is right without them
HARMLESS = {"border-radius", "max-width", "overflow-wrap", "word-break"}
ATTRIBUTES = ("srcset", "background", "ping", "action", "formaction", "data", "srcdoc")
CLIP_BYTES = 102_000  # of HTML, above which Gmail hides the rest
