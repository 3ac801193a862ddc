#!/usr/bin/env python3
"""A stand-in for a model, to try the proxy with: it speaks OpenAI's chat interface and knows nothing.

    python3 examples/stand_in_model.py

It says what it was sent, so that one sees what a model would have got to see. Where it is offered a tool and
the last message has a number behind the word `refund`, it asks for the first tool with that number. Beside a
real model's server it is a few lines; put the address of that one in examples/proxy.yaml.
"""
import argparse
import http.server
import json
import re


class Model(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        if not self.path.endswith("/chat/completions") or not body.get("messages"):
            self.answer(404, {"error": {"message": "this stand-in knows POST /v1/chat/completions only"}})
            return
        reply, ending = message(body["messages"][-1], body.get("tools"))
        frame = {"id": "chatcmpl-stand-in", "created": 0, "model": body.get("model", "stand-in")}
        if body.get("stream"):
            self.stream(frame, reply, ending)
            return
        self.answer(200, {**frame, "object": "chat.completion",
                          "choices": [{"index": 0, "message": reply, "finish_reason": ending}],
                          "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}})

    def answer(self, status, value):
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def stream(self, frame, reply, ending):
        """Word by word; a call of a tool at once."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        calls = [{"index": 0, **call} for call in reply.get("tool_calls", [])]
        deltas = [{"role": "assistant", "content": reply["content"] and ""}]
        deltas += [{"tool_calls": calls}] if calls else [{"content": piece} for piece in re.findall(r"\S+\s*", reply["content"])]
        choices = [{"index": 0, "delta": delta, "finish_reason": None} for delta in deltas]
        choices.append({"index": 0, "delta": {}, "finish_reason": ending})
        for choice in choices:
            event = {**frame, "object": "chat.completion.chunk", "choices": [choice]}
            self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
        self.wfile.write(b"data: [DONE]\n\n")


def message(last, tools):
    """What the stand-in answers to the last message, and why it ends there."""
    text = last.get("content") or ""
    if not isinstance(text, str):
        text = "".join(part.get("text", "") for part in text)
    amount = re.search(r"refund\D*(\d+(?:\.\d+)?)", text, re.I)
    if not tools or not amount:
        return {"role": "assistant", "content": "I was sent: " + text}, "stop"
    call = {"id": "call-1", "type": "function", "function": {
        "name": tools[0]["function"]["name"], "arguments": json.dumps({"amount": float(amount[1])})}}
    return {"role": "assistant", "content": None, "tool_calls": [call]}, "tool_calls"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--port", type=int, default=8485, help="0 for any free one (default: 8485)")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", parser.parse_args().port), Model)
    print(f"a stand-in for a model at http://127.0.0.1:{server.server_port}/v1; stop it with Ctrl-C", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
