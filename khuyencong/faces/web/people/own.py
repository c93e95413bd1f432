"""One's own account, where the office decides otherwise than allauth would."""

from django.http import HttpResponse

from khuyencong.faces.web.page import Request, page, show


@page()
def address(request: Request) -> HttpResponse:
    """Show the address that one signs in with.

    Accounts belong to posts: another address is another account, and whoever assigns posts opens it.
    """
    return show(request, "account/address.html", {"email": getattr(request.user, "email", "")})
