// One connection of a caller as bytes, plain or by TLS, with the limits of time that a caller has.
//
// Thread-safety: one thread at a time.
#pragma once

#include <sys/types.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

struct ssl_ctx_st;
struct ssl_st;

namespace reeve::api {

struct ConnectionLimits {
  std::chrono::milliseconds gap{5000};      // the longest wait for bytes, or for room for them
  std::chrono::milliseconds whole{60'000};  // for a request to come whole
};

inline constexpr size_t kMaxHeadBytes = 65'536;

struct Peer {
  std::string address;
  int port = -1;
};

class Connection {
 public:
  // Takes the socket, and closes it in the end. `tls` null: plain. It must outlive the connection.
  Connection(int socket, ssl_ctx_st* tls, ConnectionLimits limits);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Of TLS, before anything else: whether it is to be done, and does it.
  bool NeedsHandshake() const { return tls_ != nullptr && !shaken_; }
  bool Handshake();

  // A request begins: its time runs, and its head has at most kMaxHeadBytes.
  void BeginRequest();
  void EndHead() { in_head_ = false; }
  // The bytes that there are, at most `size`; 0 at the end, -1 where none came in time, or too many
  // for a head. What was held is written first.
  ssize_t Read(char* bytes, size_t size);
  // All of them, or -1. The head of an answer is held until its body comes, so that both leave in
  // one piece; Flush writes what is held.
  ssize_t Write(std::string_view bytes);
  bool Flush();

  // Whether bytes were received that nobody read.
  bool HasUnread() const;
  // Waits at most `gap`.
  bool IsReadable() const;
  bool IsWritable() const;
  // Whether the caller has ended the connection.
  bool IsGone() const;
  // What still comes is read by nobody, and what was written still arrives.
  void Close();

  int socket() const { return socket_; }
  ssl_st* tls() const { return tls_; }
  const Peer& remote();
  const Peer& local();

 private:
  ssize_t Receive(char* bytes, size_t size);
  ssize_t ReceiveByTls(char* bytes, size_t size);
  bool Send(std::string_view first, std::string_view second);
  bool SendByTls(std::string_view bytes);
  // After TLS gave `result`, which is no success: waits for what it wants. False where it is over.
  bool GoOn(int result, std::chrono::steady_clock::time_point end);

  const int socket_;
  ssl_st* tls_ = nullptr;
  const ConnectionLimits limits_;
  std::chrono::steady_clock::time_point request_ends_{};
  bool in_head_ = false;
  size_t head_bytes_ = 0;
  bool shaken_ = false;
  bool broken_ = false;
  std::string held_;
  std::array<char, 4096> buffer_;
  size_t unread_ = 0;  // of the buffer: from here
  size_t filled_ = 0;  // up to here
  Peer remote_;
  Peer local_;
};

}  // namespace reeve::api
