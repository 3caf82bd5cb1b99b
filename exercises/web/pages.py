"""The sign-in pages as HTML: no script, one inline stylesheet, nothing from elsewhere."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path

from starlette.responses import HTMLResponse

from exercises.language import _, languages
from exercises.web import language
from exercises.web.policy import form_policy


@cache
def style() -> str:
    """The stylesheet of these pages."""
    return (Path(__file__).parent / "form.css").read_text(encoding="utf-8")


def join_page(fault: str = "", name: str = "", class_code: str = "", status: int = 200) -> HTMLResponse:
    """The trainee's form, with what went wrong and what was typed (never the re-entry code)."""
    fields = (
        _field("name", _("Your name"), name, 'autocomplete="name" maxlength="60" required autofocus')
        + _field("class_code", _("Class code"), class_code, f"{_CODE} required", _("Your instructor shows it."))
        + _field("entry_code", _("Re-entry code"), "", _CODE, _("Only if you have joined this class before."))
    )
    foot = f'<p class="foot">{escape(_("Instructors:"))} <a href="/login">{escape(_("sign in"))}</a></p>'
    return _page(_("Join your class"), _fault(fault) + _form("/join", fields, _("Join")) + foot, status)


def login_page(fault: str = "", login: str = "", status: int = 200) -> HTMLResponse:
    """The instructor's form."""
    fields = _field(
        "login", _("User name"), login, 'autocomplete="username" autocapitalize="none" required autofocus'
    ) + _field("password", _("Password"), "", 'type="password" autocomplete="current-password" required')
    foot = f'<p class="foot">{escape(_("Trainees:"))} <a href="/join">{escape(_("join your class"))}</a></p>'
    return _page(_("Instructor sign-in"), _fault(fault) + _form("/login", fields, _("Sign in")) + foot, status)


def welcome_page(name: str, entry_code: str) -> HTMLResponse:
    """Shown once after joining: the re-entry code."""
    body = (
        f"<p>{escape(_('Your re-entry code for this class:'))}</p>"
        f'<p class="entry">{escape(entry_code)}</p>'
        f"<p>{escape(_('Write it down: it is shown only now. With your name and this code you can come back to your work from any browser.'))}</p>"  # noqa: E501
        f'<a class="button" href="/">{escape(_("I have written it down: continue"))}</a>'
    )
    # No choice of language here: it would lead away from a code that is shown only once.
    return _page(_("Welcome, {name}").format(name=name), body, choice="")


def logout_page() -> HTMLResponse:
    """One clear question before signing out."""
    note = _("What you decided is saved. To come back, you need your name, the class code and your re-entry code.")
    back = f'<p class="foot"><a href="/">{escape(_("Back to work"))}</a></p>'
    return _page(_("Sign out?"), f"<p>{escape(note)}</p>" + _form("/logout", "", _("Sign out")) + back)


_CODE = 'class="code" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20"'


def _field(name: str, label: str, value: str, attributes: str, hint: str = "") -> str:
    described = f' aria-describedby="{name}-hint"' if hint else ""
    below = f'<p class="hint" id="{name}-hint">{escape(hint)}</p>' if hint else ""
    return (
        f'<label for="{name}">{escape(label)}</label>'
        f'<input id="{name}" name="{name}" value="{escape(value)}" {attributes}{described}>{below}'
    )


def _form(action: str, fields: str, button: str) -> str:
    return f'<form method="post" action="{action}">{fields}<button type="submit">{escape(button)}</button></form>'


def _fault(text: str) -> str:
    return f'<p class="fault" role="alert">{escape(text)}</p>' if text else ""


def _page(title: str, body: str, status: int = 200, choice: str | None = None) -> HTMLResponse:
    choice = language.links() if choice is None else choice
    html = (
        f'<!doctype html><html lang="{escape(languages.current())}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · Redlane</title><style>{style()}</style></head>"
        f'<body><main><div class="top"><p class="house">Redlane</p>{choice}</div>'
        f"<h1>{escape(title)}</h1>{body}</main></body></html>"
    )
    headers = {"Content-Security-Policy": form_policy(style()), "Cache-Control": "no-store"}
    return HTMLResponse(html, status_code=status, headers=headers)
