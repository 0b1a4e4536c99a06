using Singularity.Contracts.Identity;
using Singularity.Registry.Lockfiles.Syntax;

namespace Singularity.Registry.Lockfiles.Cargo;

/// <summary>
/// Cargo.lock, versions 1 to 4, which differ in where checksums and dependencies stand, not in how packages are named. A package without a source is
/// the workspace's own; source replacement (mirrors, vendoring) never shows here.
/// </summary>
internal sealed class CargoLockFormat() : LockfileFormat("Cargo.lock", Ecosystem.Cargo, "run cargo generate-lockfile to write it anew")
{
    private const string GitIndex = "registry+https://github.com/rust-lang/crates.io-index";

    private const string SparseIndex = "sparse+https://index.crates.io/";

    protected override void ReadEntries(ReadOnlyMemory<byte> utf8, LockfileSink sink)
    {
        var (root, packages) = TomlLock.Read(utf8, "version");
        if (root.Table("root") is { } own)
        {
            // How the first clients wrote the project itself.
            sink.Skip(TomlLock.Name(own), SkipReason.Workspace, own.Line);
        }

        foreach (var package in packages)
        {
            var name = TomlLock.Name(package);
            var version = TomlLock.Version(package);
            if (Reason(package.Text("source")) is { } reason)
            {
                sink.Skip(name, reason, package.Line);
            }
            else
            {
                sink.Add(name, version, package.Line);
            }
        }
    }

    private static string? Reason(string? source)
    {
        if (source is null)
        {
            return SkipReason.Workspace;
        }

        var plus = source.IndexOf('+');
        return source is GitIndex or SparseIndex ? null : source[..Math.Max(plus, 0)] switch
        {
            "git" => SkipReason.Git,
            "registry" or "sparse" => SkipReason.OtherRegistry(source[(plus + 1)..]),
            _ => SkipReason.File,
        };
    }
}
