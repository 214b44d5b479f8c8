// `.edit`: the policy, a criterion or this member's facts in the person's own editor.
#include <fmt/format.h>

#include <filesystem>

#include "sitting.hpp"
#include "system.hpp"

namespace crit::shell {

namespace fs = std::filesystem;

namespace {

std::string editor_of(const Sitting& sitting) {
  for (const char* name : {"VISUAL", "EDITOR"}) {
    if (std::string editor = environment(name); !editor.empty()) return editor;
  }
  return sitting.is_typed() ? "vi" : "";
}

// False: it could not be run, and why was said.
bool run_editor(Sitting& sitting, const std::vector<std::string>& words) {
  const std::string editor = editor_of(sitting);
  if (editor.empty()) {
    sitting.fail("no editor is set", {"set VISUAL or EDITOR to the one that is to be used: `EDITOR=nano crit repl …`"});
    return false;
  }
  sitting.console().out.flush();
  const int code = run_program(editor, words);
  if (code == 0) return true;
  sitting.fail(code == 127 ? fmt::format("`{}` cannot be run", editor) : fmt::format("`{}` ended with {}; nothing is read again", editor, code));
  return false;
}

void edit_facts(Sitting& sitting) {
  const PrivateFolder folder;
  if (folder.path().empty()) return sitting.fail("no folder can be made for the facts");
  Session& session = sitting.session();
  const std::string id = session.members()[session.chosen()].id;
  const fs::path file = folder.path() / "member.json";
  const std::string before = session.facts_json();
  if (const auto why = write_whole(file, before, Readers::owner)) return sitting.fail(fmt::format("the facts cannot be written for the editor: {}", *why));
  for (;;) {
    if (!run_editor(sitting, {file.string()})) return;
    const std::optional<std::string> after = read_whole(file);
    if (!after) return sitting.fail("what the editor left cannot be read");
    if (*after == before) return sitting.say("unchanged");
    const Result<Change> change = session.replace_facts({id.empty() ? "member.json" : id + ".json", *after});
    if (change) return sitting.tell(*change);
    sitting.fail(change.error());
    if (!sitting.is_typed() || !sitting.is_confirmed("is it to be edited again?")) return;
  }
}

}  // namespace

void run_edit(Sitting& sitting, std::string_view rest) {
  if (rest == "facts") {
    edit_facts(sitting);
    return end_if_asked();
  }
  PolicyOnDisk& disk = sitting.disk();
  if (!disk.is_open()) return sitting.fail("the policy is in no file", {"`.open POLICY.crit` opens one that is"});
  std::vector<std::string> words{sitting.path_of(disk.policies().front().name).string()};
  if (!rest.empty()) {
    const std::optional<TextPlace> place = sitting.session().place_of(rest);
    if (!place) return sitting.fail(fmt::format("there is no criterion or section `{}`", rest), {"`.criteria` lists them; `.edit facts` opens this member's facts"});
    // `+LINE` before the file: vi, emacs, nano and most others go there.
    words = {fmt::format("+{}", place->line), sitting.path_of(place->file).string()};
  } else if (disk.policies().size() > 1) {
    return sitting.fail("the policy has several versions", {"`.edit PATH` opens the one that decides this member, at a criterion"});
  }
  const bool is_edited = run_editor(sitting, words);
  end_if_asked();
  if (!is_edited) return;
  if (disk.has_changed()) sitting.read_again();
  else sitting.say("unchanged");
}

}  // namespace crit::shell
