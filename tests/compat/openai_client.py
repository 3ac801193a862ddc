"""What a service writes with the package `openai`, as it comes from its registry.

    python openai_client.py BASE_URL TOKEN   (run by openai_test.py)
"""
import sys

from openai import OpenAI, PermissionDeniedError

CARD = "4111 1111 1111 1111"
TOOL = {"type": "function", "function": {
    "name": "send", "parameters": {"type": "object", "properties": {"to": {"type": "string"}}}}}


def ask(text, **more):
    return dict(model="m", messages=[{"role": "user", "content": text}], **more)


def main():
    client = OpenAI(base_url=sys.argv[1], api_key=sys.argv[2], max_retries=0)
    card = f"My card is {CARD}."

    whole = client.chat.completions.create(**ask(card)).choices[0].message.content
    assert whole.startswith("My card is ") and CARD not in whole, whole
    print("whole")

    stream = client.chat.completions.create(
        **ask(card, stream=True, stream_options={"include_usage": True}))
    chunks = list(stream)
    said = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert said == whole, said
    assert [c.choices[0].finish_reason for c in chunks if c.choices][-1] == "stop"
    assert chunks[-1].usage.total_tokens == 2
    print("stream")

    with client.chat.completions.stream(**ask("Good morning, everybody.")) as events:
        final = events.get_final_completion()
    assert final.choices[0].message.content == "Good morning, everybody.", final
    print("stream helper")

    call = client.chat.completions.create(**ask(card, tools=[TOOL])).choices[0].message.tool_calls[0]
    assert call.function.name == "send" and CARD not in call.function.arguments, call
    again = client.chat.completions.create(model="m", tools=[TOOL], messages=[
        {"role": "user", "content": card},
        {"role": "assistant", "content": None, "tool_calls": [call.model_dump()]},
        {"role": "tool", "tool_call_id": call.id, "content": f"charged {CARD}"}])
    assert CARD not in again.choices[0].message.content
    print("tools")

    with client.chat.completions.stream(**ask(card, tools=[TOOL])) as events:
        streamed = events.get_final_completion().choices[0].message.tool_calls[0]
    assert streamed.function.arguments == call.function.arguments, streamed
    print("tools in a stream")

    try:
        client.chat.completions.create(**ask("the word is xyzzy"))
        raise AssertionError("a denied call came back")
    except PermissionDeniedError as error:
        assert error.code == "proxy.denied", error
    print("denial")

    response = client.responses.create(model="m", input=card)
    assert CARD not in response.output_text and response.output_text.startswith("My card is ")
    with client.responses.stream(model="m", input=card) as events:
        assert events.get_final_response().output_text == response.output_text
    print("responses")

    vectors = client.embeddings.create(model="m", input=[card, "b"], encoding_format="float")
    assert [d.embedding for d in vectors.data] == [[0.5, -0.25]] * 2
    assert client.moderations.create(input=card, model="reeve").results[0].flagged
    assert not client.moderations.create(input="Good morning.", model="reeve").results[0].flagged
    assert [m.id for m in client.models.list()] == ["m", "claude"]
    print("embeddings, moderations, models")


if __name__ == "__main__":
    main()
