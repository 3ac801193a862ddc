#include "api/sigpipe_guard.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cerrno>
#include <ctime>

namespace reeve::api {
namespace {

// One end of a connection whose other end is closed.
class Abandoned {
 public:
  Abandoned() {
    std::array<int, 2> ends{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
    fd_ = ends[0];
    ::close(ends[1]);
  }
  ~Abandoned() { ::close(fd_); }
  Abandoned(const Abandoned&) = delete;
  Abandoned& operator=(const Abandoned&) = delete;

  int ErrorOfAWrite() const { return ::write(fd_, "x", 1) < 0 ? errno : 0; }

 private:
  int fd_ = -1;
};

bool SigpipeIsPending() {
  sigset_t pending;
  sigpending(&pending);
  return sigismember(&pending, SIGPIPE) == 1;
}

}  // namespace

TEST_CASE("sigpipe guard: a write to a closed connection fails, and the process lives") {
  std::signal(SIGPIPE, SIG_DFL);
  const Abandoned connection;
  {
    const SigpipeGuard guard;
    CHECK(connection.ErrorOfAWrite() == EPIPE);
    CHECK(SigpipeIsPending());
  }
  CHECK_FALSE(SigpipeIsPending());
}

TEST_CASE("sigpipe guard: guards nest, and the thread's mask is as it was") {
  const Abandoned connection;
  sigset_t before;
  pthread_sigmask(SIG_SETMASK, nullptr, &before);
  REQUIRE(sigismember(&before, SIGPIPE) == 0);
  {
    const SigpipeGuard outer;
    CHECK(connection.ErrorOfAWrite() == EPIPE);
    {
      const SigpipeGuard inner;
      CHECK(connection.ErrorOfAWrite() == EPIPE);
    }
    CHECK(SigpipeIsPending());  // the outer one's
  }
  sigset_t after;
  pthread_sigmask(SIG_SETMASK, nullptr, &after);
  CHECK(sigismember(&after, SIGPIPE) == 0);
}

}  // namespace reeve::api
