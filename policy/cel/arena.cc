#include "policy/cel/arena.h"

#include <algorithm>
#include <cstring>

namespace reeve::cel {
namespace {

constexpr size_t kFirstBlock = 1024;
constexpr size_t kLargestBlock = size_t{1} << 20;

}  // namespace

void* Arena::AllocateSlow(size_t size, size_t align) {
  // Blocks double, so that n bytes cost O(log n) blocks; a large request gets a block of its own.
  const size_t next = std::clamp(capacity_ * 2, kFirstBlock, kLargestBlock);
  capacity_ = std::max(next, size + align);
  blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(capacity_));
  base_ = blocks_.back().get();
  reserved_ += capacity_;
  used_ = size;  // operator new[] aligns for every fundamental type
  return base_;
}

std::string_view Arena::Copy(std::string_view text) {
  if (text.empty()) return {};
  char* copy = static_cast<char*>(Allocate(text.size(), 1));
  std::memcpy(copy, text.data(), text.size());
  return {copy, text.size()};
}

void Arena::Reset() {
  if (blocks_.size() > 1) {
    std::swap(blocks_.front(), blocks_.back());
    blocks_.resize(1);
    reserved_ = capacity_;
  }
  used_ = 0;
}

void Arena::Rewind(const Mark& mark) {
  blocks_.resize(mark.blocks);
  base_ = mark.base;
  used_ = mark.used;
  capacity_ = mark.capacity;
  reserved_ = mark.reserved;
}

}  // namespace reeve::cel
