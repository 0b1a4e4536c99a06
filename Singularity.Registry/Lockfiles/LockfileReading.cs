using Singularity.Contracts.Identity;

namespace Singularity.Registry.Lockfiles;

/// <summary>The outcome of reading a lockfile.</summary>
internal abstract record LockfileReading
{
    private LockfileReading()
    {
    }

    /// <param name="Packages">Distinct, in the order of the file.</param>
    /// <param name="Skipped">Distinct, in the order of the file.</param>
    public sealed record Read(IReadOnlyList<LockedPackage> Packages, IReadOnlyList<SkippedEntry> Skipped) : LockfileReading;

    /// <summary>The file cannot be trusted as a whole, so nothing of it is used.</summary>
    /// <param name="Message">Names the file, the line and column if known, the field and the remedy.</param>
    public sealed record Malformed(string Message) : LockfileReading;
}

/// <summary>A package that a lockfile names.</summary>
/// <param name="Spec">Its version is the exact one, or a requirement when not exact, or null when the file leaves it open.</param>
/// <param name="Exact">Whether the file fixes one version.</param>
/// <param name="Line">Where the file names it first, from 1.</param>
internal sealed record LockedPackage(PackageSpec Spec, bool Exact, int? Line);

/// <summary>An entry that no public registry holds under this name and version.</summary>
/// <param name="Name">As the file calls it, fit for messages and free of credentials.</param>
/// <param name="Reason">Continues the name: "comes from git, not from a registry".</param>
/// <param name="Line">From 1.</param>
internal sealed record SkippedEntry(string Name, string Reason, int? Line);
