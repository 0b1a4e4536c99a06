using Singularity.Registry.Lockfiles;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Lockfiles;

public sealed class LockfileScanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Finds_lockfiles_in_ordinal_order_but_none_that_clients_installed()
    {
        Write(
            "web/package-lock.json", "web/node_modules/a/package-lock.json", "Cargo.lock", "target/debug/Cargo.lock", "deps/a/mix.lock", "_build/mix.lock",
            ".venv/requirements.txt", "venv/requirements.txt", ".git/yarn.lock", ".hidden.csproj", "bin/app.csproj", "api/mix.lock", "README.md", "api/uv.lock");
        Found().ShouldBe(["Cargo.lock", "api/mix.lock", "api/uv.lock", "web/package-lock.json"]);
    }

    [Fact]
    public void Prefers_what_restore_wrote_to_project_files()
    {
        Write(
            "Directory.Packages.props", "a/a.csproj", "a/packages.lock.json", "b/b.csproj", "b/obj/project.assets.json", "c/c.csproj", "c/packages.lock.json",
            "c/obj/project.assets.json");
        Found().ShouldBe(["a/packages.lock.json", "b/obj/project.assets.json", "c/packages.lock.json"]);
    }

    [Fact]
    public void Keeps_central_versions_for_a_project_that_nothing_was_written_for()
    {
        Write("Directory.Packages.props", "a/a.csproj", "a/packages.lock.json", "b/b.csproj", "other/Directory.Packages.props");
        Found().ShouldBe(["Directory.Packages.props", "a/packages.lock.json", "b/b.csproj", "other/Directory.Packages.props"]);
    }

    [Fact]
    public void Prefers_a_python_lockfile_to_requirements_beside_it_and_a_shrinkwrap_to_a_lock()
    {
        Write("a/poetry.lock", "a/requirements.txt", "a/requirements-dev.txt", "b/requirements.txt", "c/npm-shrinkwrap.json", "c/package-lock.json");
        Found().ShouldBe(["a/poetry.lock", "b/requirements.txt", "c/npm-shrinkwrap.json"]);
    }

    [Fact]
    public void Follows_no_links()
    {
        Write("real/yarn.lock");
        Directory.CreateSymbolicLink(Path.Join(_folder.Path, "linked"), Path.Join(_folder.Path, "real"));
        Directory.CreateSymbolicLink(Path.Join(_folder.Path, "real", "circle"), _folder.Path);
        File.CreateSymbolicLink(Path.Join(_folder.Path, "mix.lock"), Path.Join(_folder.Path, "real", "yarn.lock"));
        Found().ShouldBe(["real/yarn.lock"]);
    }

    [Fact]
    public void Says_when_a_limit_ended_the_search()
    {
        Write("a/b/c/yarn.lock", "a/yarn.lock", "yarn.lock");
        Count(new LockfileScanLimits()).ShouldBe((3, true));
        Count(new LockfileScanLimits { MaxDepth = 3 }).ShouldBe((3, true));
        Count(new LockfileScanLimits { MaxDepth = 2 }).ShouldBe((2, false));
        Count(new LockfileScanLimits { MaxFiles = 3 }).ShouldBe((3, true));
        Count(new LockfileScanLimits { MaxFiles = 2 }).ShouldBe((2, false));
        Count(new LockfileScanLimits { MaxEntries = 1 }).IsComplete.ShouldBeFalse();
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_error() =>
        Should.Throw<DirectoryNotFoundException>(() => LockfileScan.Find(Path.Join(_folder.Path, "missing")));

    private (int Count, bool IsComplete) Count(LockfileScanLimits limits)
    {
        var found = LockfileScan.Find(_folder.Path, limits, out var isComplete);
        return (found.Count, isComplete);
    }

    private IEnumerable<string> Found() => LockfileScan.Find(_folder.Path).Select(path => Path.GetRelativePath(_folder.Path, path).Replace('\\', '/'));

    private void Write(params string[] names)
    {
        foreach (var name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Join(_folder.Path, name))!);
            _folder.Write(name, "");
        }
    }
}
