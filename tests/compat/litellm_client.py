"""LiteLLM's library with the proxy as an OpenAI-compatible server, as it comes from its registry.

    python litellm_client.py BASE_URL TOKEN   (run by openai_test.py)
"""
import sys

import litellm

CARD = "4111 1111 1111 1111"


def main():
    terms = dict(model="openai/m", api_base=sys.argv[1], api_key=sys.argv[2], num_retries=0,
                 messages=[{"role": "user", "content": f"My card is {CARD}."}])
    whole = litellm.completion(**terms).choices[0].message.content
    assert whole.startswith("My card is ") and CARD not in whole, whole
    print("whole")
    stream = litellm.completion(**terms, stream=True)
    assert "".join(c.choices[0].delta.content or "" for c in stream) == whole
    print("stream")


if __name__ == "__main__":
    main()
