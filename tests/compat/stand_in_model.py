"""A stand-in for the servers of OpenAI and Anthropic, as far as their clients need one.

It repeats what it was told; where tools were offered, it calls the first with {"to": what it was told};
a result of a tool ends that. Streams come in pieces of three letters.
"""
import http.server
import json
import threading


def text_of(content):
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content or [])


class Model(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.got.append(body)
        kind = self.path.rsplit("/", 1)[1]
        try:
            {"completions": self.chat, "responses": self.respond, "embeddings": self.embeddings,
             "messages": self.messages}[kind](body)
        except (AttributeError, KeyError, IndexError, TypeError):
            self.answer({"error": {"message": "this is no call of that interface", "type": "invalid_request_error",
                                   "param": None, "code": None}}, 400)

    # ------------------------------------------------------------------------------ OpenAI, chat
    def chat(self, body):
        last = body["messages"][-1]
        said = text_of(last["content"])
        frame = {"id": "c-1", "created": 1, "model": body["model"]}
        call = body.get("tools") and last["role"] != "tool"
        arguments = json.dumps({"to": said})
        name = body["tools"][0]["function"]["name"] if call else ""
        if not body.get("stream"):
            message = {"role": "assistant", "content": None if call else said}
            if call:
                message["tool_calls"] = [{"id": "t-1", "type": "function",
                                          "function": {"name": name, "arguments": arguments}}]
            self.answer({**frame, "object": "chat.completion", "choices": [
                {"index": 0, "message": message, "finish_reason": "tool_calls" if call else "stop"}],
                "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}})
            return
        self.begin_stream()
        frame["object"] = "chat.completion.chunk"

        def chunk(delta, finish=None):
            self.event({**frame, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})
        chunk({"role": "assistant", "content": None if call else ""})
        if call:
            chunk({"tool_calls": [{"index": 0, "id": "t-1", "type": "function",
                                   "function": {"name": name, "arguments": ""}}]})
        for piece in pieces(arguments if call else said):
            chunk({"tool_calls": [{"index": 0, "function": {"arguments": piece}}]} if call
                  else {"content": piece})
        chunk({}, "tool_calls" if call else "stop")
        if body.get("stream_options", {}).get("include_usage"):
            self.event({**frame, "choices": [], "usage": {
                "prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}})
        self.wfile.write(b"data: [DONE]\n\n")

    # ------------------------------------------------------------------------- OpenAI, the others
    def respond(self, body):
        said = body["input"] if isinstance(body["input"], str) else text_of(body["input"][-1]["content"])
        response = {"id": "r-1", "object": "response", "created_at": 1, "status": "completed",
                    "model": body["model"], "parallel_tool_calls": True, "tool_choice": "auto",
                    "tools": [], "output": [
                        {"type": "message", "id": "m-1", "status": "completed", "role": "assistant",
                         "content": [{"type": "output_text", "text": said, "annotations": []}]}]}
        if not body.get("stream"):
            self.answer(response)
            return
        self.begin_stream()
        begun = {**response, "status": "in_progress", "output": []}
        for number, event in enumerate([
                {"type": "response.created", "response": begun},
                *({"type": "response.output_text.delta", "item_id": "m-1", "output_index": 0,
                   "content_index": 0, "delta": piece, "logprobs": []} for piece in pieces(said)),
                {"type": "response.completed", "response": response}]):
            self.event({**event, "sequence_number": number}, event["type"])

    def embeddings(self, body):
        inputs = body["input"] if isinstance(body["input"], list) else [body["input"]]
        self.answer({"object": "list", "model": body["model"],
                     "usage": {"prompt_tokens": 1, "total_tokens": 1},
                     "data": [{"object": "embedding", "index": i, "embedding": [0.5, -0.25]}
                              for i, _ in enumerate(inputs)]})

    # ---------------------------------------------------------------------------------- Anthropic
    def messages(self, body):
        said = text_of(body["messages"][-1]["content"])
        call = bool(body.get("tools"))
        block = ({"type": "tool_use", "id": "t-1", "name": body["tools"][0]["name"],
                  "input": {"to": said}} if call else {"type": "text", "text": said})
        message = {"id": "m-1", "type": "message", "role": "assistant", "model": body["model"],
                   "content": [block], "stop_reason": "tool_use" if call else "end_turn",
                   "stop_sequence": None, "usage": {"input_tokens": 1, "output_tokens": 1}}
        if not body.get("stream"):
            self.answer(message)
            return
        self.begin_stream()

        def event(kind, **members):
            self.event({"type": kind, **members}, kind)
        event("message_start", message={**message, "content": [], "stop_reason": None})
        event("content_block_start", index=0,
              content_block={**block, "input": {}} if call else {**block, "text": ""})
        for piece in pieces(json.dumps({"to": said}) if call else said):
            event("content_block_delta", index=0,
                  delta={"type": "input_json_delta", "partial_json": piece} if call
                  else {"type": "text_delta", "text": piece})
        event("content_block_stop", index=0)
        event("message_delta", delta={"stop_reason": message["stop_reason"], "stop_sequence": None},
              usage={"output_tokens": 1})
        event("message_stop")

    # ----------------------------------------------------------------------------------- plumbing
    def answer(self, value, status=200):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def begin_stream(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True

    def event(self, value, name=None):
        if name:
            self.wfile.write(f"event: {name}\n".encode())
        self.wfile.write(f"data: {json.dumps(value)}\n\n".encode())

    def log_message(self, *_):
        pass


def pieces(text):
    return [text[at:at + 3] for at in range(0, len(text), 3)]


def start():
    """A model on a free port of this host; `got` has the bodies that it was sent."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Model)
    server.got = []
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
