"""What a service writes with the package `anthropic`, as it comes from its registry.

    python anthropic_client.py BASE_URL TOKEN   (run by openai_test.py; BASE_URL without /v1)
"""
import sys

import anthropic

CARD = "4111 1111 1111 1111"
TOOL = {"name": "send", "input_schema": {"type": "object", "properties": {"to": {"type": "string"}}}}


def ask(text, **more):
    return dict(model="claude", max_tokens=100, messages=[{"role": "user", "content": text}], **more)


def main():
    client = anthropic.Anthropic(base_url=sys.argv[1], api_key=sys.argv[2], max_retries=0)
    card = f"My card is {CARD}."

    whole = client.messages.create(**ask(card)).content[0].text
    assert whole.startswith("My card is ") and CARD not in whole, whole
    print("whole")

    with client.messages.stream(**ask(card)) as stream:
        assert "".join(stream.text_stream) == whole
        assert stream.get_final_message().stop_reason == "end_turn"
    print("stream")

    call = client.messages.create(**ask(card, tools=[TOOL])).content[0]
    assert call.name == "send" and CARD not in str(call.input), call
    with client.messages.stream(**ask(card, tools=[TOOL])) as stream:
        assert stream.get_final_message().content[0].input == call.input
    print("tools")

    try:
        client.messages.create(**ask("the word is xyzzy"))
        raise AssertionError("a denied call came back")
    except anthropic.PermissionDeniedError as error:
        assert error.body["error"]["code"] == "proxy.denied", error
    print("denial")


if __name__ == "__main__":
    main()
