#include "api/connection.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace reeve::api {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// What is held for its body: larger heads leave by themselves.
constexpr size_t kMaxHeldBytes = 16384;
constexpr size_t kMaxTlsBytes = size_t{1} << 30;  // of one call
// Of what comes after the end, so that the answer is not lost to a reset.
constexpr size_t kMaxDrainedBytes = size_t{1} << 20;

// The head of an answer whose body follows at once: not "100 Continue", which is waited for, and
// none of a stream, whose first event may take its time.
bool IsHeadBeforeBody(std::string_view text) {
  constexpr std::string_view kVersion = "HTTP/1.1 ";
  return text.size() <= kMaxHeldBytes && text.starts_with(kVersion) &&
         !text.substr(kVersion.size()).starts_with('1') && text.ends_with("\r\n\r\n") &&
         text.find("Transfer-Encoding: chunked") == std::string_view::npos;
}

timeval TimevalOf(milliseconds wait) {
  return {.tv_sec = wait.count() / 1000, .tv_usec = wait.count() % 1000 * 1000};
}

bool Poll(int socket, short events, milliseconds wait) {
  pollfd asked{.fd = socket, .events = events, .revents = 0};
  int ready = -1;
  do {
    ready = ::poll(&asked, 1, static_cast<int>(wait.count()));
  } while (ready < 0 && errno == EINTR);
  return ready > 0;
}

using Name = int (*)(int, sockaddr*, socklen_t*);

Peer PeerOf(int socket, Name name) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  if (name(socket, reinterpret_cast<sockaddr*>(&storage), &size) != 0) return {"", 0};
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (storage.ss_family == AF_INET6) {
    const auto* v6 = reinterpret_cast<const sockaddr_in6*>(&storage);
    inet_ntop(AF_INET6, &v6->sin6_addr, text.data(), text.size());
    return {text.data(), ntohs(v6->sin6_port)};
  }
  const auto* v4 = reinterpret_cast<const sockaddr_in*>(&storage);
  inet_ntop(AF_INET, &v4->sin_addr, text.data(), text.size());
  return {text.data(), ntohs(v4->sin_port)};
}

}  // namespace

Connection::Connection(int socket, ssl_ctx_st* tls, ConnectionLimits limits)
    : socket_(socket), limits_(limits) {
  const timeval gap = TimevalOf(limits.gap);
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &gap, sizeof gap);
  ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &gap, sizeof gap);
  if (tls == nullptr) return;
  // Or one record, which comes in many pieces, would be waited for however slowly they come.
  ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) | O_NONBLOCK);
  tls_ = SSL_new(tls);
  broken_ = tls_ == nullptr || SSL_set_fd(tls_, socket) != 1;
}

Connection::~Connection() {
  if (tls_ != nullptr) {
    if (shaken_ && !broken_) SSL_shutdown(tls_);
    SSL_free(tls_);
  }
  ::shutdown(socket_, SHUT_RDWR);
  ::close(socket_);
}

bool Connection::GoOn(int result, steady_clock::time_point end) {
  const int why = SSL_get_error(tls_, result);
  if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE) {
    return steady_clock::now() < end &&
           Poll(socket_, why == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, limits_.gap);
  }
  broken_ = why != SSL_ERROR_ZERO_RETURN;
  return false;
}

bool Connection::Handshake() {
  if (broken_) return false;
  const auto end = steady_clock::now() + limits_.whole;
  int done = 0;
  do {
    ERR_clear_error();
    done = SSL_accept(tls_);
  } while (done != 1 && GoOn(done, end));
  shaken_ = done == 1;
  broken_ = !shaken_;
  return shaken_;
}

void Connection::BeginRequest() {
  request_ends_ = steady_clock::now() + limits_.whole;
  in_head_ = true;
  head_bytes_ = 0;
}

ssize_t Connection::ReceiveByTls(char* bytes, size_t size) {
  int received = 0;
  do {
    ERR_clear_error();
    received = SSL_read(tls_, bytes, static_cast<int>(std::min(size, kMaxTlsBytes)));
    if (received > 0) return received;
  } while (GoOn(received, request_ends_));
  return SSL_get_shutdown(tls_) == SSL_RECEIVED_SHUTDOWN ? 0 : -1;
}

ssize_t Connection::Receive(char* bytes, size_t size) {
  if (broken_ || steady_clock::now() > request_ends_) return -1;
  if (tls_ != nullptr) return ReceiveByTls(bytes, size);
  ssize_t received = -1;
  do {
    received = ::recv(socket_, bytes, size, 0);
  } while (received < 0 && errno == EINTR);
  return received;
}

ssize_t Connection::Read(char* bytes, size_t size) {
  if (!Flush()) return -1;
  if (unread_ == filled_) {
    if (size >= buffer_.size()) return Receive(bytes, size);
    const ssize_t received = Receive(buffer_.data(), buffer_.size());
    if (received <= 0) return received;
    unread_ = 0;
    filled_ = static_cast<size_t>(received);
  }
  const size_t count = std::min(size, filled_ - unread_);
  if (in_head_ && (head_bytes_ += count) > kMaxHeadBytes) return -1;
  std::memcpy(bytes, buffer_.data() + unread_, count);
  unread_ += count;
  return static_cast<ssize_t>(count);
}

bool Connection::SendByTls(std::string_view bytes) {
  while (!bytes.empty()) {
    ERR_clear_error();
    const int sent =
        SSL_write(tls_, bytes.data(), static_cast<int>(std::min(bytes.size(), kMaxTlsBytes)));
    if (sent > 0) {
      bytes.remove_prefix(static_cast<size_t>(sent));
    } else if (!GoOn(sent, steady_clock::time_point::max())) {
      broken_ = true;
      return false;
    }
  }
  return true;
}

bool Connection::Send(std::string_view first, std::string_view second) {
  if (broken_) return false;
  if (tls_ != nullptr) return SendByTls(std::string(first).append(second));
  while (!first.empty() || !second.empty()) {
    std::array<iovec, 2> parts{{{const_cast<char*>(first.data()), first.size()},
                                {const_cast<char*>(second.data()), second.size()}}};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    const ssize_t sent = ::sendmsg(socket_, &message, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    broken_ = sent < 0;
    if (broken_) return false;
    const size_t of_first = std::min(first.size(), static_cast<size_t>(sent));
    first.remove_prefix(of_first);
    second.remove_prefix(static_cast<size_t>(sent) - of_first);
  }
  return true;
}

ssize_t Connection::Write(std::string_view bytes) {
  if (held_.empty() && IsHeadBeforeBody(bytes)) {
    held_ = bytes;
    return static_cast<ssize_t>(bytes.size());
  }
  // Of a stream: the system would take what it can still send to nobody.
  if (held_.empty() && IsGone()) return -1;
  const bool sent = Send(held_, bytes);
  held_.clear();
  return sent ? static_cast<ssize_t>(bytes.size()) : -1;
}

bool Connection::Flush() {
  if (held_.empty()) return true;
  const bool sent = Send(held_, {});
  held_.clear();
  return sent;
}

bool Connection::HasUnread() const {
  return unread_ < filled_ || (tls_ != nullptr && SSL_pending(tls_) > 0);
}

bool Connection::IsReadable() const { return HasUnread() || Poll(socket_, POLLIN, limits_.gap); }

bool Connection::IsWritable() const {
  return !broken_ && Poll(socket_, POLLOUT, limits_.gap) && !IsGone();
}

bool Connection::IsGone() const {
  char next = 0;
  const ssize_t peeked = ::recv(socket_, &next, 1, MSG_PEEK | MSG_DONTWAIT);
  return peeked == 0 || (peeked < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
}

void Connection::Close() {
  Flush();
  ::shutdown(socket_, SHUT_WR);
  std::array<char, 4096> nobodys;
  size_t drained = 0;
  ssize_t received = 0;
  while (drained < kMaxDrainedBytes &&
         (received = ::recv(socket_, nobodys.data(), nobodys.size(), MSG_DONTWAIT)) > 0) {
    drained += static_cast<size_t>(received);
  }
}

const Peer& Connection::remote() {
  if (remote_.port < 0) remote_ = PeerOf(socket_, ::getpeername);
  return remote_;
}

const Peer& Connection::local() {
  if (local_.port < 0) local_ = PeerOf(socket_, ::getsockname);
  return local_;
}

}  // namespace reeve::api
