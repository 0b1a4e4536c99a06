namespace Singularity.Tests.Registry.Lockfiles.Mix;

public sealed class MixLockFormatTests
{
    private const string Name = "mix.lock";

    [Fact]
    public void Reads_every_kind_of_entry()
    {
        var reading = LockfileReadings.Read(
            Name,
            """
            # kept by hand
            %{
              "tiny_json": {:hex, :tiny_json, "1.4.2", "0123456789abcdef", [:mix], [{:decimals, "~> 2.0", [hex: :decimals, repo: "hexpm", optional: true]}], "hexpm", "fedcba9876543210"},
              "renamed": {:hex, :true_name, "0.3.0-rc.1", "0123", [:mix, :rebar3], [], "hexpm"},
              older: {:hex, :older, "0.1.0"},
              "oldest" => {:package, "0.0.9"},
              "fork": {:git, "https://user:secret@git.example/fork.git", "0123456789abcdef", [branch: "main", "quoted key": true]},
              "local": {:path, "../local"},
              "inhouse": {:hex, :inhouse, "1.0.0", "0123", [:mix], [], "hexpm:acme", "0123"},
              "odd": {:svn, "x"},
              "escaped": {:hex, :"escaped", "1.0.0", "a\"b\\c", [], [%{a: 1, "b" => -2.5}]},
            }
            """);
        reading.Packages().ShouldBe(["hex:tiny_json@1.4.2", "hex:true_name@0.3.0-rc.1", "hex:older@0.1.0", "hex:oldest@0.0.9", "hex:escaped@1.0.0"]);
        reading.Packages.Select(p => p.Line).ShouldBe([3, 4, 5, 6, 11]);
        reading.Skipped().ShouldBe(
        [
            "fork comes from git, not from a registry",
            "local comes from a local file or folder, not from a registry",
            "inhouse comes from another registry (hexpm:acme)",
            "odd comes from 'svn', which is no registry that is known",
        ]);
    }

    [Fact]
    public void A_project_without_dependencies_has_an_empty_map() => LockfileReadings.Read(Name, "%{\n}\n").Packages.ShouldBeEmpty();

    [Theory]
    [InlineData("%{\n  \"a\": {:hex, :a},\n}", "mix.lock line 2: the version of \"a\" is missing; run mix deps.get to write it anew.")]
    [InlineData("%{\n  \"a\": {:hex, \"a\", \"1.0.0\"},\n}", "mix.lock line 2: the package name of \"a\" is missing; run mix deps.get to write it anew.")]
    [InlineData("%{\n  \"a\": [:hex],\n}", "mix.lock line 2: \"a\" is not a tuple such as {:hex, ...}; run mix deps.get to write it anew.")]
    [InlineData("%{\n  \"a\" {:hex}\n}", "mix.lock line 2: holds '{' where ':' or '=>' after a key is expected; run mix deps.get to write it anew.")]
    [InlineData("%{\n  \"a\": {:hex, :a, \"1.0.0}\n}", "mix.lock line 2: a text lacks its closing quote; run mix deps.get to write it anew.")]
    [InlineData("%{\n  \"a\": {:hex, :a, \"#{System.halt()}\"}\n}", "mix.lock line 2: a text holds code; run mix deps.get to write it anew.")]
    [InlineData("%{\n  \"a\": {:hex, :a, \"1.0.0\"", "mix.lock line 2: ends where ',' is expected; run mix deps.get to write it anew.")]
    [InlineData("%{}\nSystem.halt()", "mix.lock line 2: holds 'S' where the end of the file is expected; run mix deps.get to write it anew.")]
    [InlineData("[]", "mix.lock line 1: the document is not a map such as %{...}; run mix deps.get to write it anew.")]
    [InlineData("%{1 => {:hex, :a, \"1\"}}", "mix.lock line 1: a key is not a name; run mix deps.get to write it anew.")]
    [InlineData("", "mix.lock line 1: ends where a term is expected; run mix deps.get to write it anew.")]
    public void Says_which_line_and_field_is_broken(string content, string message) => LockfileReadings.Problem(Name, content).ShouldBe(message);

    [Fact]
    public void Endless_nesting_costs_one_error() =>
        LockfileReadings.Problem(Name, new string('[', 1_000_000)).ShouldBe("mix.lock line 1: nests deeper than 64 levels; run mix deps.get to write it anew.");
}
