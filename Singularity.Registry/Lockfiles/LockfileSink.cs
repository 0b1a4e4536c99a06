using System.Buffers;
using Singularity.Contracts.Identity;

namespace Singularity.Registry.Lockfiles;

/// <summary>Gathers the entries of one file; what is named twice is kept once.</summary>
internal sealed class LockfileSink(Ecosystem ecosystem)
{
    /// <summary>What is in ranges, tags and addresses, but in no version of any ecosystem.</summary>
    private static readonly SearchValues<char> NotInVersions = SearchValues.Create(" \t*^~<>=|,;:/\\\"'()[]{}@#%$&?");

    private readonly List<LockedPackage> _packages = [];
    private readonly List<SkippedEntry> _skipped = [];
    private readonly HashSet<(PackageSpec Spec, bool Exact)> _known = [];
    private readonly HashSet<(string Name, string Reason)> _knownSkipped = [];
    private int _entries;

    /// <summary>A name or version that the registry could not hold costs only its entry.</summary>
    /// <param name="version">Exact, or a requirement, or null when the file leaves it open.</param>
    public void Add(string packageName, string? version, int? line, bool exact = true)
    {
        Count(line);
        if (PackageSpec.Create(ecosystem, packageName, version, out var problem) is not { } spec)
        {
            Keep(packageName, $"cannot be asked for: {problem}", line);
        }
        else if (exact && !IsVersion(spec.Version))
        {
            Keep(packageName, SkipReason.NotAVersion, line);
        }
        else if (_known.Add((spec, exact)))
        {
            _packages.Add(new LockedPackage(spec, exact, line));
        }
    }

    public void Skip(string entryName, string reason, int? line)
    {
        Count(line);
        Keep(entryName, reason, line);
    }

    public LockfileReading ToReading() => new LockfileReading.Read(_packages, _skipped);

    private static bool IsVersion(string? version) =>
        version is not null && char.IsAsciiDigit(version.AsSpan().TrimStart('v') is [var first, ..] ? first : ' ')
        && !version.AsSpan().ContainsAny(NotInVersions);

    private void Keep(string entryName, string reason, int? line)
    {
        var shown = PackageName.Display(LockfileAddress.WithoutSecrets(entryName));
        if (_knownSkipped.Add((shown, reason)))
        {
            _skipped.Add(new SkippedEntry(shown, reason, line));
        }
    }

    private void Count(int? line)
    {
        if (++_entries > LockfileLimits.MaxEntries)
        {
            throw LockfileLimits.TooManyEntries(line);
        }
    }
}
