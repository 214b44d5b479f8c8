#include "buffer.hpp"

#include <algorithm>

#include "letters.hpp"

namespace crit::line {
namespace {

// Of what was done longer ago nothing can be taken back: text is kept twice for it.
constexpr std::size_t most_steps = 10'000;

}  // namespace

void Buffer::move_to(std::size_t position) {
  cursor_ = std::min(position, text_.size());
  while (cursor_ > 0 && cursor_ < text_.size() && (static_cast<unsigned char>(text_[cursor_]) & 0xC0) == 0x80)
    --cursor_;
}

void Buffer::apply(std::size_t at, std::size_t length, std::string_view with) {
  text_.replace(at, length, with);
  ++version_;
}

bool Buffer::joins_last(std::size_t begin, std::size_t end, std::string_view with, Change change) const {
  if (depth_ > 0 || done_.empty() || change == Change::whole || done_.back().change != change) return false;
  const Edit& last = done_.back();
  if (change == Change::erasing) return with.empty() && (end == last.at || begin == last.at);
  if (begin != end || begin != last.at + last.inserted.size() || with.empty() || last.inserted.empty()) return false;
  // A new word begins a new step.
  return is_blank(static_cast<unsigned char>(with.front())) ||
         !is_blank(static_cast<unsigned char>(last.inserted.back()));
}

void Buffer::replace(std::size_t begin, std::size_t end, std::string_view with, Change change) {
  end = std::min(end, text_.size());
  begin = std::min(begin, end);
  if (begin == end && with.empty()) return;
  const std::string removed = text_.substr(begin, end - begin);
  if (undone_.empty() && joins_last(begin, end, with, change)) {
    Edit& last = done_.back();
    if (change == Change::typing) {
      last.inserted += with;
    } else if (begin == last.at) {
      last.removed += removed;
    } else {
      last.removed.insert(0, removed);
      last.at = begin;
    }
  } else {
    if (depth_ == 0) ++group_;
    done_.push_back({begin, removed, std::string(with), cursor_, change, group_});
    if (done_.size() > most_steps) done_.erase(done_.begin(), done_.begin() + most_steps / 10);
  }
  undone_.clear();
  apply(begin, end - begin, with);
  cursor_ = begin + with.size();
}

void Buffer::reset(std::string text) {
  text_ = std::move(text);
  cursor_ = text_.size();
  ++version_;
  done_.clear();
  undone_.clear();
  depth_ = 0;
}

bool Buffer::undo() {
  if (done_.empty()) return false;
  const std::size_t group = done_.back().group;
  while (!done_.empty() && done_.back().group == group) {
    Edit edit = std::move(done_.back());
    done_.pop_back();
    apply(edit.at, edit.inserted.size(), edit.removed);
    cursor_ = std::min(edit.cursor_before, text_.size());
    undone_.push_back(std::move(edit));
  }
  return true;
}

bool Buffer::redo() {
  if (undone_.empty()) return false;
  const std::size_t group = undone_.back().group;
  while (!undone_.empty() && undone_.back().group == group) {
    Edit edit = std::move(undone_.back());
    undone_.pop_back();
    apply(edit.at, edit.removed.size(), edit.inserted);
    cursor_ = edit.at + edit.inserted.size();
    done_.push_back(std::move(edit));
  }
  return true;
}

void Buffer::begin_group() {
  if (depth_++ == 0) ++group_;
}

void Buffer::end_group() {
  if (depth_ > 0) --depth_;
}

std::size_t Buffer::next(std::size_t position) const { return cluster_end(text_, position); }
std::size_t Buffer::before(std::size_t position) const { return cluster_before(text_, position); }

std::size_t Buffer::line_begin(std::size_t position) const {
  if (position == 0) return 0;
  const std::size_t line_end = text_.rfind('\n', position - 1);
  return line_end == std::string::npos ? 0 : line_end + 1;
}

std::size_t Buffer::line_end(std::size_t position) const { return std::min(text_.find('\n', position), text_.size()); }

}  // namespace crit::line
