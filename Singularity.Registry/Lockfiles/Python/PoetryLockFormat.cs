using Singularity.Contracts.Identity;
using Singularity.Registry.Lockfiles.Syntax;
using Singularity.Registry.Toml;

namespace Singularity.Registry.Lockfiles.Python;

/// <summary>poetry.lock of all versions: packages of PyPI have no source; others say its type ("legacy" is any other index).</summary>
internal sealed class PoetryLockFormat() : LockfileFormat("poetry.lock", Ecosystem.PyPI, "run poetry lock to write it anew")
{
    protected override void ReadEntries(ReadOnlyMemory<byte> utf8, LockfileSink sink)
    {
        var (_, packages) = TomlLock.Read(utf8, "metadata");
        var index = new PythonIndex(packages.Where(static p => Kind(p) is null or "legacy").Select(static p => p.Table("source")?.Text("url")));
        foreach (var package in packages)
        {
            var name = TomlLock.Name(package);
            var version = TomlLock.Version(package);
            if (Reason(package, index) is { } reason)
            {
                sink.Skip(name, reason, package.Line);
            }
            else
            {
                sink.Add(name, version, package.Line);
            }
        }
    }

    private static string? Reason(TomlTable package, PythonIndex index) => Kind(package) switch
    {
        null => null,
        "legacy" => index.Reason(package.Table("source")?.Text("url")),
        "git" => SkipReason.Git,
        "url" => SkipReason.Url,
        _ => SkipReason.File,
    };

    private static string? Kind(TomlTable package) => package.Table("source")?.Text("type");
}
