#include "api/idle_connections.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <list>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/mutex.h"

namespace reeve::api {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

struct Idle {
  std::shared_ptr<Connection> connection;
  steady_clock::time_point end;
};
using Queue = std::list<Idle>;  // in the order in which they end

}  // namespace

struct IdleConnections::Impl {
  Impl(size_t the_most, milliseconds the_longest,
       std::function<void(std::shared_ptr<Connection>)> the_wake)
      : most(the_most), longest(the_longest), wake(std::move(the_wake)) {
    epoll_event told{.events = EPOLLIN, .data = {.fd = nudge}};
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, nudge, &told);
    watcher = std::jthread([this] { Watch(); });
  }
  ~Impl() {
    ::close(epoll);
    ::close(nudge);
  }

  void Watch() {
    std::array<epoll_event, 64> events;
    while (true) {
      const int count = ::epoll_wait(epoll, events.data(), events.size(), WaitMillis());
      for (int i = 0; i < count; ++i) {
        const int socket = events[static_cast<size_t>(i)].data.fd;
        if (socket == nudge && Stopped()) return;
        if (auto connection = Remove(socket)) wake(std::move(connection));
      }
      EndOld();
    }
  }

  // Whether it is to stop; else there is an end to wait for where there was none.
  bool Stopped() {
    eventfd_t count = 0;
    ::eventfd_read(nudge, &count);
    const MutexLock lock(mutex);
    return stopped;
  }

  int WaitMillis() {
    const MutexLock lock(mutex);
    if (queue.empty()) return -1;
    const auto left = std::chrono::ceil<milliseconds>(queue.front().end - steady_clock::now());
    return left.count() < 0 ? 0 : static_cast<int>(left.count());
  }

  std::shared_ptr<Connection> Remove(int socket) REEVE_EXCLUDES(mutex) {
    const MutexLock lock(mutex);
    const auto found = places.find(socket);
    if (found == places.end()) return nullptr;
    return Take(found->second);
  }

  std::shared_ptr<Connection> Take(Queue::iterator place) REEVE_REQUIRES(mutex) {
    std::shared_ptr<Connection> connection = std::move(place->connection);
    ::epoll_ctl(epoll, EPOLL_CTL_DEL, connection->socket(), nullptr);
    places.erase(connection->socket());
    queue.erase(place);
    return connection;
  }

  void EndOld() {
    std::vector<std::shared_ptr<Connection>> over;  // closed without the lock
    const MutexLock lock(mutex);
    const auto now = steady_clock::now();
    while (!queue.empty() && queue.front().end <= now) over.push_back(Take(queue.begin()));
  }

  const size_t most;
  const milliseconds longest;
  const std::function<void(std::shared_ptr<Connection>)> wake;
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  const int nudge = ::eventfd(0, EFD_CLOEXEC);
  mutable Mutex mutex;
  bool stopped REEVE_GUARDED_BY(mutex) = false;
  Queue queue REEVE_GUARDED_BY(mutex);
  std::unordered_map<int, Queue::iterator> places REEVE_GUARDED_BY(mutex);  // by socket
  std::jthread watcher;
};

IdleConnections::IdleConnections(size_t most, milliseconds longest,
                                 std::function<void(std::shared_ptr<Connection>)> wake)
    : impl_(std::make_unique<Impl>(most, longest, std::move(wake))) {}

IdleConnections::~IdleConnections() { Stop(); }

void IdleConnections::Add(std::shared_ptr<Connection> connection) {
  std::shared_ptr<Connection> over;  // closed without the lock
  const int socket = connection->socket();
  const MutexLock lock(impl_->mutex);
  if (impl_->stopped) return;
  if (impl_->queue.size() >= impl_->most) over = impl_->Take(impl_->queue.begin());
  if (impl_->queue.empty()) ::eventfd_write(impl_->nudge, 1);
  impl_->queue.push_back({std::move(connection), steady_clock::now() + impl_->longest});
  impl_->places[socket] = std::prev(impl_->queue.end());
  epoll_event told{.events = EPOLLIN | EPOLLRDHUP, .data = {.fd = socket}};
  ::epoll_ctl(impl_->epoll, EPOLL_CTL_ADD, socket, &told);
}

void IdleConnections::Stop() {
  {
    const MutexLock lock(impl_->mutex);
    if (std::exchange(impl_->stopped, true)) return;
  }
  ::eventfd_write(impl_->nudge, 1);
  impl_->watcher.join();
  const MutexLock lock(impl_->mutex);
  impl_->places.clear();
  impl_->queue.clear();
}

}  // namespace reeve::api
