#include "api/end_reading.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <charconv>
#include <filesystem>
#include <string>

namespace reeve::api {
namespace {

using Name = int (*)(int, sockaddr*, socklen_t*);

struct Address {
  std::string host;
  int port = -1;  // of no socket
};

Address AddressOf(int fd, Name name) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  if (name(fd, reinterpret_cast<sockaddr*>(&storage), &size) != 0) return {};
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (storage.ss_family == AF_INET) {
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(&storage);
    inet_ntop(AF_INET, &v4->sin_addr, text.data(), text.size());
    return {text.data(), ntohs(v4->sin_port)};
  }
  if (storage.ss_family == AF_INET6) {
    const auto* v6 = reinterpret_cast<const sockaddr_in6*>(&storage);
    inet_ntop(AF_INET6, &v6->sin6_addr, text.data(), text.size());
    return {text.data(), ntohs(v6->sin6_port)};
  }
  return {};
}

// Calls `visit` with each socket of this process that is bound to the port.
template <typename Visit>
void VisitSockets(int port, Visit visit) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", error)) {
    const std::string name = entry.path().filename();
    int fd = -1;
    std::from_chars(name.data(), name.data() + name.size(), fd);
    if (AddressOf(fd, ::getsockname).port == port) visit(fd);
  }
}

}  // namespace

void EndReading(int port) {
  VisitSockets(port, [](int fd) { ::shutdown(fd, SHUT_RD); });
}

bool LeavesBody(std::string_view method, bool chunked, std::string_view length) {
  if (method == "POST" || method == "PUT" || method == "PATCH") return false;
  if (method == "DELETE") return chunked;
  return chunked || (!length.empty() && length != "0");
}

void EndConnection(int port, const std::string& peer, int peer_port) {
  VisitSockets(port, [&](int fd) {
    const Address other = AddressOf(fd, ::getpeername);
    if (other.port != peer_port || other.host != peer) return;
    // Both ways: what comes after the end of reading alone is still kept and read by Linux.
    ::shutdown(fd, SHUT_RDWR);
    std::array<char, 4096> unread;
    while (::recv(fd, unread.data(), unread.size(), MSG_DONTWAIT) > 0) {
    }
  });
}

}  // namespace reeve::api
