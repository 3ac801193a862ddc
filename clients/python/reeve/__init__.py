"""reeve: decisions about AI requests, answers and tool calls, asked of a Reeve server.

    import reeve

    client = reeve.Client()                    # REEVE_URL, REEVE_TOKEN
    with client.interaction("demo-assistant", {"id": "u-1"}) as talk:
        prompt = talk.input("Please bill my card 4111 1111 1111 1111.")
        answer = talk.output(ask_the_model(prompt))

Standard library alone. README.md beside the package has the rest.
"""
from .async_client import AsyncClient
from .client import Client
from .core import is_bypass
from .decorators import guarded, guarded_tool
from .errors import Denied, Held, ReeveError, Refused, Stopped, Unavailable
from .interaction import AsyncInteraction, Interaction, enforce
from .messages import VERSION as __version__
from .retry import Retry

__all__ = ["AsyncClient", "AsyncInteraction", "Client", "Denied", "Held", "Interaction", "ReeveError", "Refused",
           "Retry", "Stopped", "Unavailable", "__version__", "enforce", "guarded", "guarded_tool", "is_bypass"]
