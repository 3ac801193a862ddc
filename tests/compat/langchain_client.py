"""An agent of LangChain with a tool, as its packages come from their registry.

    python langchain_client.py BASE_URL TOKEN   (run by openai_test.py)
"""
import sys

from langchain.agents import create_agent
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from openai import PermissionDeniedError

CARD = "4111 1111 1111 1111"
seen = []


@tool
def send(to: str) -> str:
    """Sends something to somebody."""
    seen.append(to)
    return "sent to " + to


def main():
    model = ChatOpenAI(model="m", base_url=sys.argv[1], api_key=sys.argv[2], max_retries=0)
    agent = create_agent(model, [send])
    asked = {"messages": [{"role": "user", "content": f"My card is {CARD}."}]}
    last = agent.invoke(asked)["messages"][-1].content
    assert last.startswith("sent to My card is ") and CARD not in last, last
    assert len(seen) == 1 and CARD not in seen[0], seen
    print("agent")
    try:
        agent.invoke({"messages": [{"role": "user", "content": "Send it to plugh."}]})
        raise AssertionError("a denied call of a tool came back")
    except PermissionDeniedError as error:
        assert error.code == "proxy.denied" and "Nothing is sent there" in str(error), error
    assert len(seen) == 1, seen
    print("denied tool")
    pieces = [piece.content for piece in model.stream("Good morning, everybody.")]
    assert "".join(pieces) == "Good morning, everybody.", pieces
    print("stream")


if __name__ == "__main__":
    main()
