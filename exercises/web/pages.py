"""The sign-in pages as HTML: no script, one inline stylesheet, nothing from other servers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from markupsafe import Markup
from starlette.responses import HTMLResponse, PlainTextResponse

from exercises.language import _, languages
from exercises.web import language
from exercises.web.policy import form_policy
from exercises.web.prefix import at


@cache
def style() -> str:
    """The stylesheet of these pages."""
    return (Path(__file__).parent / "form.css").read_text(encoding="utf-8")


def join_page(fault: str = "", name: str = "", class_code: str = "", status: int = 200) -> HTMLResponse:
    """The trainee's form, with what went wrong and what was typed (never the re-entry code)."""
    fields = (
        _field("name", _("Your name"), name, Markup('autocomplete="name" maxlength="60" required autofocus'))
        + _field("class_code", _("Class code"), class_code, _CODE + Markup(" required"), _("Your instructor shows it."))
        + _field("entry_code", _("Re-entry code"), "", _CODE, _("Only if you have joined this class before."))
    )
    foot = Markup('<p class="foot">{} <a href="{}">{}</a></p>').format(_("Instructors:"), at("/login"), _("sign in"))
    return _page(_("Join your class"), _fault(fault) + _form("/join", fields, _("Join")) + foot, status)


def login_page(fault: str = "", login: str = "", status: int = 200) -> HTMLResponse:
    """The instructor's form."""
    known = Markup('autocomplete="username" autocapitalize="none" required autofocus')
    secret = Markup('type="password" autocomplete="current-password" required')
    fields = _field("login", _("User name"), login, known) + _field("password", _("Password"), "", secret)
    foot = Markup('<p class="foot">{} <a href="{}">{}</a></p>').format(
        _("Trainees:"), at("/join"), _("join your class")
    )
    return _page(_("Instructor sign-in"), _fault(fault) + _form("/login", fields, _("Sign in")) + foot, status)


def welcome_page(name: str, entry_code: str) -> HTMLResponse:
    """Shown after joining: the re-entry code."""
    body = Markup('<p>{}</p><p class="entry">{}</p><p>{}</p><a class="button" href="{}">{}</a>').format(
        _("Your re-entry code for this class:"),
        entry_code,
        _(
            "Write it down: it is shown only now. With your name and this code you can come back to your work from "
            "any browser."
        ),
        at("/"),
        _("I have written it down: continue"),
    )
    # No choice of language here: it would lead away from a code that is shown only once.
    return _page(_("Welcome, {name}").format(name=name), body, choice=Markup())


def logout_page() -> HTMLResponse:
    """One clear question before signing out."""
    note = _("What you decided is saved. To come back, you need your name, the class code and your re-entry code.")
    said = Markup("<p>{}</p>").format(note)
    back = Markup('<p class="foot"><a href="{}">{}</a></p>').format(at("/"), _("Back to work"))
    return _page(_("Sign out?"), said + _form("/logout", Markup(), _("Sign out")) + back)


def silent() -> PlainTextResponse:
    """The database does not answer, for a request that wants no page."""
    return PlainTextResponse(_silence(), status_code=503, headers={"Cache-Control": "no-store", "Retry-After": "5"})


def silent_page(form: Callable[..., HTMLResponse] | None = None, *typed: str) -> HTMLResponse:
    """The database does not answer: the form again with what was typed, or a page of its own with a way back."""
    if form is not None:
        return form(_silence(), *typed, status=503)
    back = Markup('<a class="button" href="{}">{}</a>').format(at("/"), _("Try again"))
    return _page(_("One moment"), _fault(_silence()) + back, 503)


def _silence() -> str:
    return _("The database does not answer. What was saved is safe. Try again in a moment.")


_CODE = Markup('class="code" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20"')


def _field(name: str, label: str, value: str, attributes: Markup, hint: str = "") -> Markup:
    described = Markup(' aria-describedby="{}-hint"').format(name) if hint else ""
    below = Markup('<p class="hint" id="{}-hint">{}</p>').format(name, hint) if hint else ""
    return Markup(
        '<label for="{name}">{label}</label>'
        '<input id="{name}" name="{name}" value="{value}" {attributes}{described}>{below}'
    ).format(name=name, label=label, value=value, attributes=attributes, described=described, below=below)


def _form(action: str, fields: Markup, button: str) -> Markup:
    return Markup('<form method="post" action="{}">{}<button type="submit">{}</button></form>').format(
        at(action), fields, button
    )


def _fault(text: str) -> Markup:
    return Markup('<p class="fault" role="alert">{}</p>').format(text) if text else Markup()


def _page(title: str, body: Markup, status: int = 200, choice: Markup | None = None) -> HTMLResponse:
    choice = language.links() if choice is None else choice
    html = Markup(
        '<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>{title} · Redlane</title><style>{style}</style></head>"
        '<body><main><div class="top"><p class="house">Redlane</p>{choice}</div>'
        "<h1>{title}</h1>{body}</main></body></html>"
    ).format(language=languages.current(), title=title, style=Markup(style()), choice=choice, body=body)
    headers = {"Content-Security-Policy": form_policy(style()), "Cache-Control": "no-store"}
    return HTMLResponse(html, status_code=status, headers=headers)
