using Singularity.Contracts.Identity;
using Singularity.Registry.Lockfiles.Syntax;
using Singularity.Registry.Toml;

namespace Singularity.Registry.Lockfiles.Python;

/// <summary>uv.lock: every package has a source, a table whose one member says what it is. Local packages may lack a version.</summary>
internal sealed class UvLockFormat() : LockfileFormat("uv.lock", Ecosystem.PyPI, "run uv lock to write it anew")
{
    private const string Registry = "registry";

    protected override void ReadEntries(ReadOnlyMemory<byte> utf8, LockfileSink sink)
    {
        var (_, packages) = TomlLock.Read(utf8, "version");
        var index = new PythonIndex(packages.Select(static p => p.Table("source")?.Text(Registry)).OfType<string>());
        foreach (var package in packages)
        {
            var name = TomlLock.Name(package);
            var source = package.Table("source") ?? throw TomlLock.Missing(package, "source");
            if (Reason(source, index) is { } reason)
            {
                sink.Skip(name, reason, package.Line);
            }
            else
            {
                sink.Add(name, TomlLock.Version(package), package.Line);
            }
        }
    }

    private static string? Reason(TomlTable source, PythonIndex index) => (source.Keys.Count > 0 ? source.Keys[0] : null) switch
    {
        Registry => index.Reason(source.Text(Registry)),
        "git" => SkipReason.Git,
        "url" => SkipReason.Url,
        "editable" or "virtual" => SkipReason.Workspace,
        _ => SkipReason.File,
    };
}
