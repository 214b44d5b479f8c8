// Modules of other folders and files of tests, as hosts meet them: what is asked of a loader, what keeps paths inside a folder,
// trees that are copied elsewhere, links, and what a faulty test stops.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "command_folder.hpp"
#include "crit/crit.hpp"
#include "crit/session.hpp"
#include "named_file.hpp"

namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;

// Files in memory, by their normal names.
struct Tree {
  std::map<std::string, std::string> files;
  std::vector<std::string> asked = {};

  crit::FileLoader loader() {
    return [this](const std::string& from, const std::string& path) {
      crit::LoadedFile file;
      file.name = (fs::path(from).parent_path() / path).lexically_normal().string();
      asked.push_back(file.name);
      const auto place = files.find(file.name);
      if (place == files.end()) return file;
      file.state = crit::LoadedFile::State::found;
      file.text = place->second;
      return file;
    };
  }
  crit::SourceText text(const std::string& name) const { return {name, files.at(name)}; }
  // The .crit files of a folder.
  std::vector<crit::SourceText> folder(const std::string& name) const {
    std::vector<crit::SourceText> found;
    for (const auto& [file, text] : files) {
      if (fs::path(file).parent_path() == name && file.ends_with(".crit")) found.push_back({file, text});
    }
    return found;
  }
};

Tree two_payers(const std::string& at = "") {
  return {{
      {at + "global/limits.crit", "use units_of_it\ntable most(sex : female | male) -> amount from \"limits.csv\"\n"},
      {at + "global/limits.csv", "sex,amount\nfemale,4\nmale,6\n"},
      {at + "global/units_of_it.crit", "facts { amount : number; sex : female | male }\n"},
      {at + "acme/2023.crit", "use \"../global/limits\"\npolicy \"A\" { effective from 2023-01-01 to 2023-12-31 }\nindication I { 1: amount < most(sex).amount; approve }\n"},
      {at + "acme/2024.crit", "use \"../global/limits\"\npolicy \"A\" { effective from 2024-01-01 }\nindication I { 1: amount <= most(sex).amount; approve }\n"},
      {at + "bright/2024.crit", "use \"../global/limits\"\nuse \"../global/units_of_it\"\npolicy \"B\" { effective from 2024-01-01 }\nindication I { 1: amount > most(sex).amount; approve }\n"},
  }};
}

constexpr const char* members = R"([{"id": "a", "as_of": "2023-05-01", "sex": "male", "amount": 6}, {"id": "b", "as_of": "2024-05-01", "sex": "male", "amount": 6}])";

std::string decisions(const crit::Result<crit::Program>& program) {
  if (!program) return crit::render_text(program.error(), {}, false);
  std::string all;
  for (const crit::Member& member : program->read_members({"members.json", members})) all += crit::to_json(*program->decide(member)) + '\n';
  return all;
}

std::string messages(const crit::Result<crit::Program>& program) { return program ? "" : crit::render_text(program.error(), {}, false); }

}  // namespace

// ---- paths --------------------------------------------------------------------------------------------------------------------

TEST_CASE("where a path leads, by its name") {
  CHECK(crit::place_of("acme/2024.crit", "../global/copay.crit") == "global/copay.crit");
  CHECK(crit::place_of("2024.crit", "../global/copay.crit") == "../global/copay.crit");
  CHECK(crit::place_of("./acme/./2024.crit", "copay.crit") == "acme/copay.crit");
  CHECK(crit::place_of("../a/p.crit", "../../b/m.crit") == "../../b/m.crit");
  CHECK(crit::place_of("/srv/acme/p.crit", "../../../../etc/m.crit") == "/etc/m.crit");
  CHECK(crit::place_of("C:\\policies\\p.crit", "m.crit") == "C:\\policies\\/m.crit");  // as it is: only its own end is looked at
}

TEST_CASE("whether a name lies in a folder") {
  CHECK(crit::is_inside("policies", "policies/a.crit"));
  CHECK(crit::is_inside("./policies/", "policies/acme/../a.crit"));
  CHECK_FALSE(crit::is_inside("policies", "policies"));
  CHECK_FALSE(crit::is_inside("policies", "policies2/a.crit"));
  CHECK_FALSE(crit::is_inside("policies", "policies/../a.crit"));
  CHECK_FALSE(crit::is_inside("policies", "../policies/a.crit"));
  CHECK(crit::is_inside(".", "a.crit"));
  CHECK_FALSE(crit::is_inside(".", "../a.crit"));
  CHECK_FALSE(crit::is_inside(".", "/a.crit"));
  CHECK(crit::is_inside("..", "../a/b.crit"));
  CHECK(crit::is_inside("..", "b.crit"));
  CHECK_FALSE(crit::is_inside("..", "../../b.crit"));
  CHECK(crit::is_inside("/srv/policies", "/srv/policies/a.crit"));
  CHECK_FALSE(crit::is_inside("/srv/policies", "/srv/policies/../a.crit"));
}

// ---- one module of two payers ------------------------------------------------------------------------------------------------

TEST_CASE("two payers with folders of versions use one module by its path") {
  Tree tree = two_payers();
  const crit::Result<crit::Program> acme = crit::Engine().compile_versions(tree.folder("acme"), tree.loader());
  const crit::Result<crit::Program> bright = crit::Engine().compile_versions(tree.folder("bright"), tree.loader());
  CHECK(messages(acme) == "");
  CHECK(messages(bright) == "");
  CHECK_THAT(decisions(acme), Contains(R"("member":"a")") && Contains(R"("decision":"deny")") && Contains(R"("decision":"approve")"));
  CHECK_THAT(decisions(bright), Contains(R"("decision":"undetermined")") && Contains(R"("decision":"deny")"));
  CHECK(std::count(tree.asked.begin(), tree.asked.end(), "growth.crit") == 0);
}

TEST_CASE("a tree of policies may be copied elsewhere, and nothing changes") {
  for (const char* payer : {"acme", "bright"}) {
    Tree here = two_payers();
    const std::string before = decisions(crit::Engine().compile_versions(here.folder(payer), here.loader()));
    CHECK_THAT(before, Contains("decision"));
    for (const std::string at : {"elsewhere/", "../up/", "/srv/policies/2024/"}) {
      Tree there = two_payers(at);
      CHECK(decisions(crit::Engine().compile_versions(there.folder(at + payer), there.loader())) == before);
    }
  }
}

TEST_CASE("a session and a dump read modules of other folders") {
  Tree tree = two_payers();
  crit::Session session(tree.loader());
  CHECK(session.open_policy(tree.folder("acme")));
  CHECK(session.open_members({"members.json", members}));
  CHECK(session.decision(1)->outcome == crit::Outcome::approve);
  tree.files["global/limits.csv"] = "sex,amount\nfemale,4\nmale,5\n";
  CHECK(session.reload(tree.folder("acme")));
  CHECK(session.decision(1)->outcome == crit::Outcome::deny);
  CHECK(session.evaluate({"<entry>", "most(sex).amount"}));
  CHECK_THAT(crit::Engine().dump(tree.text("acme/2024.crit"), crit::DumpKind::ast, tree.loader()).text, Contains("use \"../global/limits\""));
}

TEST_CASE("a circle of modules is read once, and so is one module by two paths") {
  Tree tree{{{"a/m.crit", "use \"../b/n\"\nfacts { x : yes_no }\n"},
             {"b/n.crit", "use \"../a/m\"\nuse \"../b/../a/m\"\ndefine good = x\n"},
             {"p/p.crit", "use \"../b/n\"\nuse \"../../t/a/m\"\nuse \"../a/./m\"\npolicy \"P\" { effective from 2024-01-01 }\nindication I { 1: good; approve }\n"}}};
  CHECK_THAT(messages(crit::Engine().compile(tree.text("p/p.crit"), tree.loader())), Contains("there is no module `../../t/a/m`"));
  Tree deeper;
  for (const auto& [name, text] : tree.files) deeper.files["t/" + name] = text;
  CHECK(messages(crit::Engine().compile(deeper.text("t/p/p.crit"), deeper.loader())) == "");
}

TEST_CASE("a folder of one's own may be called stdlib") {
  Tree tree{{{"stdlib/ours.crit", "use beside_it\n"},
             {"stdlib/beside_it.crit", "facts { x : yes_no }\n"},
             {"p.crit", "use \"stdlib/ours\"\npolicy \"P\" { effective from 2024-01-01 }\nindication I { 1: x; approve }\n"}}};
  CHECK(messages(crit::Engine().compile(tree.text("p.crit"), tree.loader())) == "");
}

// ---- the root that a host gives ----------------------------------------------------------------------------------------------

TEST_CASE("what lies outside the root is refused before the loader is asked") {
  Tree tree = two_payers("policies/");
  tree.files["policies/acme/2024.crit"] += "table t(x : number) -> y : number from \"../../secret.csv\" { otherwise : 0 }\n";
  crit::CompileOptions options;
  options.root = "policies/acme";
  const std::string said = messages(crit::Engine().compile(tree.text("policies/acme/2024.crit"), tree.loader(), options));
  CHECK_THAT(said, Contains("the module `policies/global/limits.crit` lies outside `policies/acme`"));
  CHECK_THAT(said, Contains("the file `secret.csv` lies outside `policies/acme`"));
  CHECK(tree.asked.empty());
  CHECK_THAT(crit::render_text(crit::Engine().dump(tree.text("policies/acme/2024.crit"), crit::DumpKind::ast, tree.loader(), options).diagnostics, {}, false), Contains("lies outside"));
  crit::Session session(tree.loader());
  session.set_root("policies/acme");
  CHECK_FALSE(session.open_policy(tree.folder("policies/acme")));
  CHECK(tree.asked.empty());
  options.root = "policies";
  CHECK(messages(crit::Engine().compile(tree.text("policies/acme/2023.crit"), tree.loader(), options)) == "");
}

TEST_CASE("the facts of a test lie inside the root, too") {
  Tree tree{{{"p/p.crit", "policy \"P\" { effective from 2024-01-01 }\nfacts { x : yes_no }\nindication I { 1: x; approve }\n"
                          "test \"in\" { facts \"cases/x.json\"; expect approve }\ntest \"out\" { facts \"../x.json\"; expect approve }\n"},
             {"p/cases/x.json", R"({"as_of": "2024-02-02", "x": true})"},
             {"x.json", R"({"as_of": "2024-02-02", "x": true})"}}};
  crit::CompileOptions options;
  options.root = "p";
  const crit::Result<crit::Program> program = crit::Engine().compile(tree.text("p/p.crit"), tree.loader(), options);
  REQUIRE(program);
  const std::vector<crit::TestResult> results = program->run_tests(tree.loader());
  REQUIRE(results.size() == 2);
  CHECK(results[0].passed);
  CHECK_FALSE(results[1].passed);
  CHECK_THAT(results[1].failures.front().message, Contains("the fact file `x.json` lies outside `p`"));
  CHECK(tree.asked == std::vector<std::string>{"p/cases/x.json"});
}

TEST_CASE("a policy outside the root uses modules of the standard library") {
  Tree tree{{{"p.crit", "use member\npolicy \"P\" { effective from 2024-01-01 }\nindication I { 1: age >= 18 years; approve }\n"}}};
  crit::CompileOptions options;
  options.root = "policies";
  CHECK(messages(crit::Engine().compile(tree.text("p.crit"), tree.loader(), options)) == "");
  CHECK(tree.asked.empty());
}

TEST_CASE("what a loader says of a file that is not there is told") {
  const crit::FileLoader loader = [](const std::string&, const std::string&) {
    crit::LoadedFile file;
    file.name = "db://global/copays";
    file.near = "../global/copay";
    return file;
  };
  const std::string text = "policy \"P\" { effective from 2024-01-01 }\nfacts { x : yes_no }\nindication I { 1: x; approve }\n";
  CHECK_THAT(messages(crit::Engine().compile({"p.crit", "use \"../global/copays\"\n" + text}, loader)),
             Contains("it is looked for at `db://global/copays`") && Contains("did you mean `use \"../global/copay\"`?"));
  CHECK_THAT(messages(crit::Engine().compile({"p.crit", "use \"../global/copays\"\n" + text})), Contains("must give crit a way to read files"));
}

// ---- files of tests ------------------------------------------------------------------------------------------------------------

TEST_CASE("a faulty file of tests stops no decision, and its sound tests are run") {
  Tree tree = two_payers();
  tree.files["acme/tests.crit"] =
      "test \"sound\" { as_of 2024-02-02; facts { sex : male; amount : 7 }; expect deny because only I.1 }\n"
      "test \"faulty\" { as_of 2024-02-02; facts { sex : male; amounts : 7 }; expect deny }\n"
      "test \"of its day\" { as_of 2023-02-02; facts { sex : male; amount : 6 }; expect deny because I.2 }\n"
      "tset \"misspelt\" { as_of 2024-02-02 }\n";
  const crit::Result<crit::Program> program = crit::Engine().compile_versions(tree.folder("acme"), tree.loader());
  REQUIRE(program);
  CHECK(program->warnings().empty());
  std::vector<std::string> codes;
  for (const crit::Diagnostic& one : program->test_faults()) codes.push_back(one.code);
  std::sort(codes.begin(), codes.end());
  CHECK(codes == std::vector<std::string>{"E0102", "E0201", "E0208"});
  CHECK_THAT(decisions(program), Contains(R"("decision":"deny")") && Contains(R"("decision":"approve")"));
  const std::vector<crit::TestResult> results = program->run_tests(tree.loader());
  REQUIRE(results.size() == 3);
  for (const crit::TestResult& one : results) CHECK(one.passed == (one.name == "sound"));
  CHECK(crit::Program().test_faults().empty());
  crit::Session session(tree.loader());
  const crit::Result<crit::Change> change = session.open_policy(tree.folder("acme"));
  REQUIRE(change);
  CHECK(change->warnings.size() == 3);
}

TEST_CASE("ten thousand faulty tests stop no decision") {
  Tree tree = two_payers();
  std::string& tests = tree.files["acme/tests.crit"];
  for (int i = 0; i < 12'000; ++i) tests += "test \"t" + std::to_string(i) + "\" { as_of 2024-02-02; facts { none" + std::to_string(i) + " : 1 }; expect deny }\n";
  CHECK(crit::Engine().compile_versions(tree.folder("acme"), tree.loader()));
}

// ---- on disk ---------------------------------------------------------------------------------------------------------------------

namespace {

class Folder : public CommandFolder {
 public:
  using CommandFolder::write;
  void write(const Tree& tree) const {
    for (const auto& [name, text] : tree.files) write(name, text);
    write("members.json", members);
  }
};

std::string run(const fs::path& in, const std::vector<std::string>& arguments) {
  const Ran ran = run_command_in(in, arguments);
  return ran.out + ran.err + "exit: " + std::to_string(ran.code);
}

}  // namespace

TEST_CASE("a tree on disk that is copied or moved is decided as it was, by every verb") {
  const Folder folder;
  folder.write(two_payers("first/"));
  folder.write("first/members.json", members);
  folder.write("first/acme/tests.crit", "test \"t\" { as_of 2024-02-02; facts { sex : male; amount : 6 }; expect approve }\n");
  fs::create_directories(folder.path() / "deep/er");
  fs::copy(folder.path() / "first", folder.path() / "deep/er/second", fs::copy_options::recursive);
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"eval", "acme", "members.json"}, {"check", "acme", "bright"}, {"test", "acme"}, {"facts", "acme"}, {"dump", "--bytecode", "acme/2024.crit"},
           {"eval", "acme", "members.json", "--confine", "."}}) {
    const std::string before = run(folder.path() / "first", arguments);
    CHECK_THAT(before, Contains("exit: 0"));
    CHECK(run(folder.path() / "deep/er/second", arguments) == before);
  }
  // From inside a payer's folder, and by a path from the root.
  CHECK_THAT(run(folder.path() / "first/acme", {"eval", ".", "../members.json"}), Contains("APPROVE") && Contains("exit: 0"));
  CHECK_THAT(run(folder.path() / "first/acme", {"check", "2024.crit"}), Contains("exit: 0"));
  CHECK_THAT(run("/", {"check", (folder.path() / "first/acme").string()}), Contains("exit: 0"));
}

TEST_CASE("--confine holds for paths of modules and for links that they lead over") {
  const Folder folder;
  folder.write(two_payers());
  CHECK_THAT(run(folder.path(), {"check", "acme/2024.crit", "--confine", "."}), Contains("exit: 0"));
  CHECK_THAT(run(folder.path(), {"check", "acme/2024.crit", "--confine", "acme"}), Contains("it lies outside `acme`, in which `--confine` keeps it") && Contains("exit: 3"));
  // A folder that is a link out of the root, and one inside that leads nowhere else.
  folder.write("root/acme/p.crit", "use \"../linked/limits\"\npolicy \"A\" { effective from 2024-01-01 }\nindication I { 1: amount < most(sex).amount; approve }\n");
  fs::create_directory_symlink("../global", folder.path() / "root/linked");
  CHECK_THAT(run(folder.path(), {"check", "root/acme/p.crit"}), Contains("exit: 0"));
  CHECK_THAT(run(folder.path(), {"check", "root/acme/p.crit", "--confine", "root"}), Contains("`../linked/limits.crit` cannot be read: it lies outside `root`"));
  fs::remove(folder.path() / "root/linked");
  fs::copy(folder.path() / "global", folder.path() / "root/own", fs::copy_options::recursive);
  fs::create_directory_symlink("own", folder.path() / "root/linked");
  CHECK_THAT(run(folder.path(), {"check", "root/acme/p.crit", "--confine", "root"}), Contains("exit: 0"));
}

TEST_CASE("a name near a module that is not there is looked for where it was to be") {
  const Folder folder;
  folder.write(two_payers());
  const auto said = [&](const std::string& path, const std::vector<std::string>& more = {}) {
    folder.write("acme/q.crit", "use " + path + "\npolicy \"Q\" { effective from 2024-01-01 }\nfacts { x : yes_no }\nindication I { 1: x; approve }\n");
    std::vector<std::string> arguments{"check", "acme/q.crit"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(folder.path(), arguments);
  };
  CHECK_THAT(said("\"../global/limit\""), Contains("it is looked for at `global/limit.crit`") && Contains("did you mean `use \"../global/limits\"`?"));
  CHECK_THAT(said("\"../globla/limits\""), Contains("did you mean `use \"../global/limits\"`?"));
  CHECK_THAT(said("\"../global\""), Contains("did you mean `use \"../global/limits\"`?"));
  CHECK_THAT(said("\"../a/b/c\""), Contains("it is looked for at `a/b/c.crit`") && !Contains("did you mean"));
  CHECK_THAT(said("q2024"), Contains("it is looked for at `acme/q2024.crit`"));
  // Of what lies outside nothing is told, nor what else is there.
  CHECK_THAT(said("\"../global/limit\"", {"--confine", "acme"}), Contains("it lies outside `acme`") && !Contains("did you mean"));
}
